const MOST_CHARS = 60

/** A session's first title, made of the first line of its first message; null when it has none to give. */
export function titleFromText(text: string): string | null {
  const [first = ''] = text.trim().split(/[\r\n]/, 1)
  const line = first.replace(/\s+/g, ' ').trim()
  if (line === '') return null
  const chars = Array.from(line)
  if (chars.length <= MOST_CHARS) return line
  const cut = chars.slice(0, MOST_CHARS).join('')
  const lastSpace = cut.lastIndexOf(' ')
  return `${lastSpace > MOST_CHARS / 2 ? cut.slice(0, lastSpace) : cut}…`
}
