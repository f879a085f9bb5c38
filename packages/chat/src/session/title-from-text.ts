const MOST_CHARS = 60

/** A session's first title, made of the first words of its first message; null when it has none to give. */
export function titleFromText(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return null
  const chars = Array.from(line)
  if (chars.length <= MOST_CHARS) return line
  const cut = chars.slice(0, MOST_CHARS).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > MOST_CHARS / 2 ? cut.slice(0, lastSpace) : cut}…`
}
