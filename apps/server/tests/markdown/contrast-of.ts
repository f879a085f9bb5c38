/// <reference lib="dom" />

export interface Colour {
  text: string
  contrast: number
}

/** Runs in the page, so it stands alone: each element's contrast with the ground of its block of code. */
export function contrastOf(elements: Element[]): Colour[] {
  const canvas = document.createElement('canvas').getContext('2d')
  const luminance = (colour: string) => {
    if (!canvas) return 0
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  return elements.map((element) => {
    const ground = getComputedStyle(element.closest('.code-block') ?? element).backgroundColor
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(ground)]
    return {
      text: `${element.className}: ${element.textContent}`,
      contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
    }
  })
}
