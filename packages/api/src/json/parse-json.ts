import { DuckError } from '@duck/protocol'
import { type JsonFault, jsonFault } from './json-fault.ts'

/**
 * The value of a JSON text that every reader takes alike.
 *
 * @throws BAD_REQUEST with fixed text: for a text that is no JSON, a key that stands twice, `__proto__`, too
 * many levels or values.
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
  if (fault) throw new DuckError('BAD_REQUEST', WORDS[fault])
}

const WORDS: Record<JsonFault, string> = {
  'duplicate-key': 'A key stands twice in the request.',
  'proto-key': 'The request must not hold a key __proto__.',
  'too-complex': 'The request has too many levels or values.',
}
