// Controls, line ends, and what turns the direction of writing.
const FORGING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** Text that somebody else chose, for a terminal: it cannot move the cursor, nor look like another line. */
export function printable(text: string): string {
  return text.replace(FORGING, '\ufffd')
}

/** The value as JSON, and as harmless on a terminal. */
export function printableJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(FORGING, escaped)
}
