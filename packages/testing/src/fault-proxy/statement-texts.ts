import type { WireMessage } from './read-messages.ts'

/**
 * Tells the SQL that a client's message names: that of a Parse or simple query, and of a Bind what was parsed before
 * under its name on this connection; '' for all else. It has to see every message.
 */
export function createStatementTexts(): (message: WireMessage) => string {
  const parsed = new Map<string, string>()
  return ({ type, bytes }) => {
    if (type === 'Q') return firstStrings(bytes, 1)[0] ?? ''
    if (type !== 'P' && type !== 'B') return ''
    // A Parse begins with the statement's name and its text, a Bind with the portal's name and the statement's.
    const [first = '', second = ''] = firstStrings(bytes, 2)
    if (type === 'B') return parsed.get(second) ?? ''
    parsed.set(first, second)
    return second
  }
}

const HEADER_BYTES = 5

/** The NUL-terminated strings that a message begins with. */
function firstStrings(bytes: Buffer, count: number): string[] {
  const strings: string[] = []
  for (let start = HEADER_BYTES; strings.length < count; ) {
    const end = bytes.indexOf(0, start)
    if (end === -1) return strings
    strings.push(bytes.toString('utf8', start, end))
    start = end + 1
  }
  return strings
}
