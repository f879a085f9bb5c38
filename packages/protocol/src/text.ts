const UTF8 = new TextEncoder()

/** Bytes of the text in UTF-8. */
export function utf8Bytes(text: string): number {
  return UTF8.encode(text).length
}

/** Why a text that is not storable is refused, in words that follow its name. */
export const UNSTORABLE = 'must not hold U+0000 or a lone surrogate'

/** True when Postgres gives the text back code point for code point: no U+0000, no lone surrogate. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed()
}

/** The text with U+FFFD for what cannot be stored; what a model emits is mended, never refused. */
export function toStorable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD')
}

/** True when the text ends in the first half of a surrogate pair, so that it must not be cut there. */
export function endsOnHighSurrogate(text: string): boolean {
  const last = text.charCodeAt(text.length - 1)
  return last >= 0xd800 && last <= 0xdbff
}

/** The longest start of `text` within `bytes` of UTF-8 that splits no code point. */
export function cutToBytes(text: string, bytes: number): string {
  const { read } = UTF8.encodeInto(text, new Uint8Array(bytes))
  return text.slice(0, read)
}

/** The text from `from` on, cut into pieces of at most `units` UTF-16 code units that split no surrogate pair. */
export function* textPieces(
  text: string,
  from: number,
  units: number,
): Generator<{ offset: number; piece: string }> {
  for (let offset = from; offset < text.length; ) {
    let piece = text.slice(offset, offset + units)
    if (endsOnHighSurrogate(piece) && offset + piece.length < text.length) piece = piece.slice(0, -1)
    yield { offset, piece }
    offset += piece.length
  }
}
