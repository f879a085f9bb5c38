import { DuckError } from '@duck/protocol'
import { jsonFault } from './json-fault.ts'

/**
 * The value of a JSON text that every reader takes alike.
 *
 * @throws BAD_REQUEST with fixed text: for a text that is no JSON, a key that stands twice, `__proto__`.
 */
export function parseJson(text: string): unknown {
  checkJson(text)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new DuckError('BAD_REQUEST', 'The request is not valid.', {}, error)
  }
}

/**
 * The same where somebody else parses it: a text that is no JSON is let through.
 *
 * @throws BAD_REQUEST
 */
export function checkJson(text: string): void {
  const fault = jsonFault(text)
  if (fault === 'duplicate-key') throw new DuckError('BAD_REQUEST', 'A key stands twice in the request.')
  if (fault === 'proto-key') throw new DuckError('BAD_REQUEST', 'The request must not hold a key __proto__.')
}
