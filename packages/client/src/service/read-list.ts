import {
  DuckError,
  type ErrorCode,
  isStorable,
  LIMITS,
  metadataFault,
  UNSTORABLE,
  utf8Bytes,
} from '@duck/protocol'
import type { ListedChatMessage } from './listed-chat-message.ts'
import { type ReadElement, readElement } from './read-element.ts'

export interface ReadMessage extends ReadElement {
  /** Its place in the caller's list. */
  at: number
}

/** @throws DuckError BAD_REQUEST for what is no message at all. */
export function readList(messages: readonly ListedChatMessage[]): ReadMessage[] {
  return messages.map((message, at) => {
    if (typeof message !== 'object' || message === null) throw fault(at, '', 'must be an object')
    return { ...readElement(message), at }
  })
}

/** @throws DuckError BAD_REQUEST or PAYLOAD_TOO_LARGE, where the server would refuse the message. */
export function checkStorable({ at, role, content, metadata }: ReadMessage): void {
  if (!isStorable(content)) throw fault(at, '.content', UNSTORABLE)
  if (role === 'user' && content.trim() === '') throw fault(at, '.content', 'must not be blank')
  if (utf8Bytes(content) > LIMITS.contentBytes) {
    const what = `must be at most ${LIMITS.contentBytes} bytes of UTF-8`
    throw fault(at, '.content', what, 'PAYLOAD_TOO_LARGE')
  }
  const refused = metadata && metadataFault(metadata)
  if (refused) throw fault(at, '.metadata', refused)
}

function fault(at: number, field: string, what: string, code: ErrorCode = 'BAD_REQUEST'): DuckError {
  const name = `messages[${at}]${field}`
  return new DuckError(code, `${name}: ${what}`, { field: name })
}
