/** What would be markup in the duck's own answer. */
const MARKUP = /[\\`*_[\]<>#|~$&]/g

/** The user's words on one line, cut at `max` characters, that markdown shows as they were written. */
export function quote(text: string, max = 120): string {
  return shorten(text, max).replace(MARKUP, '\\$&')
}

/** The same as inline code. */
export function quoteCode(text: string, max = 80): string {
  return `\`${shorten(text, max).replaceAll('`', "'")}\``
}

function shorten(text: string, max: number): string {
  const line = text.trim().replace(/\s+/g, ' ')
  const characters = Array.from(line.slice(0, max * 2 + 2))
  return characters.length > max
    ? `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`
    : line
}

/** `a, b and c`. */
export function inWords(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last
}
