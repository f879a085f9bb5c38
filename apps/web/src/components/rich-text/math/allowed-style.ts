const LENGTH = /^-?[\d.]+(?:em|mu|ex|px|pt|%)?$|^calc\([\d.\s%em+-]+\)$|^0$/
const COLOR = /^(?:#[0-9a-f]{3,8}|[a-z]+|transparent)$/i
const KEYWORD = /^[a-z-]+$/

const RULES: Record<string, RegExp> = {
  ...Object.fromEntries(
    'height width min-width top bottom left margin margin-left margin-right margin-top padding-left vertical-align border-width border-bottom-width border-top-width border-right-width'
      .split(' ')
      .map((name) => [name, LENGTH]),
  ),
  color: COLOR,
  'background-color': COLOR,
  'border-color': COLOR,
  'border-style': KEYWORD,
  'border-right-style': KEYWORD,
  'vertical-align': /^-?[\d.]+em$|^[a-z-]+$/,
  position: /^relative$/,
  'text-shadow': /^[\d.em\s]+$/,
}

/** The inline style that KaTeX wrote, as React takes it, without what does not look like a style of its. */
export function allowedStyle(written: string): Record<string, string> {
  const style: Record<string, string> = {}
  for (const part of written.split(';')) {
    const colon = part.indexOf(':')
    const [name, value] = [part.slice(0, colon).trim(), part.slice(colon + 1).trim()]
    if (Object.hasOwn(RULES, name) && RULES[name]?.test(value)) style[camelCase(name)] = value
  }
  return style
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
