/** A text that begins with a token of its own, so that a second row with it is known as a repeat. */
export function withToken(token: string, text: string): string {
  return `${token} ${text}`
}

/** The token a content begins with. */
export function contentToken(content: string): string {
  const end = content.indexOf(' ')
  return end === -1 ? content : content.slice(0, end)
}
