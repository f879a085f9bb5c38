/** The prompt whose answer is cut short, and the one that comes after. */
export const PROMPT = 'Say two hundred things.'
export const NEXT_PROMPT = 'And now one more?'
export const NEXT_DELTAS = ['One ', 'more.']

/** So many pieces, each distinct and of 20 to 40 UTF-16 code units, some with a surrogate pair at an end. */
export function makeDeltas(count: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const start = `delta ${number} `
    const end = number % 7 === 0 ? '\u{1F986}' : '|'
    return `${start}${'.'.repeat(18 + (number % 20) - start.length)}${end}`
  })
}

export const DELTAS = makeDeltas(200)
