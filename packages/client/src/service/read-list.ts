import {
  DuckError,
  isStorable,
  LIMITS,
  type Metadata,
  RESERVED_METADATA_KEYS,
  ROLES,
  type Role,
  utf8Bytes,
} from '@duck/protocol'
import type { ListedChatMessage } from './listed-chat-message.ts'

export interface ReadMessage {
  id?: string | undefined
  role: Role
  content: string
  metadata?: Metadata | undefined
}

/**
 * A caller's list as messages that can be stored, all of it before any of it is. A `timestamp` is kept in the metadata.
 *
 * @throws DuckError BAD_REQUEST or PAYLOAD_TOO_LARGE, for the first message that the server would refuse.
 */
export function readList(messages: readonly ListedChatMessage[]): ReadMessage[] {
  return messages.map(({ id, role, content, metadata, timestamp }, at) => {
    const known = ROLES.find((each) => each === role)
    if (!known) throw fault(at, 'role', `must be one of ${ROLES.join(', ')}`)
    if (typeof content !== 'string' || !isStorable(content))
      throw fault(at, 'content', 'must be text without U+0000 and lone surrogates')
    if (known === 'user' && content.trim() === '') throw fault(at, 'content', 'must not be blank')
    if (utf8Bytes(content) > LIMITS.contentBytes) throw tooLong(at)
    return {
      ...(id === undefined ? {} : { id }),
      role: known,
      content,
      metadata: metadataOf({ metadata, timestamp }),
    }
  })
}

/** What the server itself writes on a row is its own to say. */
function metadataOf({
  metadata,
  timestamp,
}: Pick<ListedChatMessage, 'metadata' | 'timestamp'>): Metadata | undefined {
  const own = Object.entries({ ...metadata, ...(timestamp === undefined ? {} : { timestamp }) })
  const left = own.filter(([key]) => !RESERVED_METADATA_KEYS.some((reserved) => reserved === key))
  return left.length === 0 ? undefined : asJson(Object.fromEntries(left))
}

/** What a call sends is its JSON; a Date in it becomes text here already. */
function asJson(value: object): Metadata {
  return JSON.parse(JSON.stringify(value)) as Metadata
}

function fault(at: number, field: string, what: string): DuckError {
  const name = `messages[${at}].${field}`
  return new DuckError('BAD_REQUEST', `${name}: ${what}`, { field: name })
}

function tooLong(at: number): DuckError {
  const name = `messages[${at}].content`
  const what = `must be at most ${LIMITS.contentBytes} bytes of UTF-8`
  return new DuckError('PAYLOAD_TOO_LARGE', `${name}: ${what}`, { field: name })
}
