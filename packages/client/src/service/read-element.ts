import { type Metadata, RESERVED_METADATA_KEYS, ROLES, type Role } from '@duck/protocol'
import { jsonbText } from './jsonb-text.ts'
import type { ListedChatMessage } from './listed-chat-message.ts'

/** A message as it is appended. */
export interface ReadElement {
  id?: string | undefined
  role: Role
  content: string
  metadata?: Metadata | undefined
}

/**
 * A message of a caller's list as it is stored. A role that is none of ours, and content that is no text, become what a legacy move
 * makes of them, so that a list and a moved array of the same messages are the same rows. What a row has no place for stands
 * in `metadata.legacy`, and a `timestamp` in the metadata.
 */
export function readElement(element: ListedChatMessage): ReadElement {
  // What a call sends is its JSON; a Date in it becomes text here already.
  const { id, role, content, metadata, timestamp, ...others } = JSON.parse(JSON.stringify(element))
  const own = isObject(metadata) ? withoutReserved(metadata) : {}
  const read = { role: roleOf(role), content: textOf(content) }
  const legacy = {
    ...(isObject(own.legacy) ? own.legacy : {}),
    ...(read.role === role ? {} : some({ role })),
    ...(read.content === content ? {} : some({ content })),
    ...(isObject(metadata) || metadata === null ? {} : some({ metadata })),
    ...(isLoaded(others) ? {} : others),
  }
  const kept: Metadata = { ...own, ...some({ timestamp }), ...(isEmpty(legacy) ? {} : { legacy }) }
  return {
    ...(id === undefined || id === null ? {} : { id: String(id) }),
    ...read,
    metadata: isEmpty(kept) ? undefined : kept,
  }
}

function roleOf(role: unknown): Role {
  return ROLES.find((each) => each === role) ?? (role === 'human' ? 'user' : 'assistant')
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (content === null || content === undefined) return ''
  if (Array.isArray(content)) {
    const texts = content.map(partText).filter((text) => text !== null)
    return texts.length > 0 || content.length === 0 ? texts.join('\n') : jsonbText(content)
  }
  return (isObject(content) ? partText(content) : null) ?? jsonbText(content)
}

function partText(part: unknown): string | null {
  const text = isObject(part) ? part.text : part
  return typeof text === 'string' ? text : null
}

/** One that the server gave: what else it has is its row's. */
function isLoaded(others: Record<string, unknown>): boolean {
  return typeof others.sessionId === 'string' && typeof others.messageIndex === 'number'
}

/** What the server itself writes on a row is its own to say. */
function withoutReserved(metadata: Metadata): Metadata {
  const isReserved = (key: string) => RESERVED_METADATA_KEYS.some((reserved) => reserved === key)
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !isReserved(key)))
}

function some<Value>(fields: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, Value] => entry[1] !== undefined),
  )
}

function isObject(value: unknown): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0
}
