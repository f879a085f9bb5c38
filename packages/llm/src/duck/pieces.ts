const LONG_WORD = 24

/** The text in pieces of one word with the white space before it; long words in parts. Joined they are the text. */
export function wordPieces(text: string): string[] {
  return (text.match(/\s*\S+|\s+$/g) ?? []).flatMap((piece) =>
    piece.length > LONG_WORD ? inParts(piece) : piece,
  )
}

/** By code points, so that no part ends in the middle of a character. */
function inParts(piece: string): string[] {
  return piece.match(/[\s\S]{1,12}/gu) ?? []
}
