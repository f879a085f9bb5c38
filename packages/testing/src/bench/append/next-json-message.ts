import { uuidv7 } from '@duck/protocol'
import type { JsonMessage } from './json-arrays.ts'
import { nextText } from './texts.ts'

/** A message as an element of an array. */
export function nextJsonMessage(): JsonMessage {
  return {
    id: uuidv7(),
    role: 'user',
    content: nextText(),
    metadata: {},
    createdAt: new Date().toISOString(),
  }
}
