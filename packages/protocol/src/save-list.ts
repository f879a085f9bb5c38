import type { Metadata } from './message.ts'
import { must } from './must.ts'
import { sha1Uuid } from './sha1-uuid.ts'
import { isUuid } from './uuid.ts'

/** A message of a list that a caller keeps, or one that is stored. */
export interface ListedMessage {
  id?: string | undefined
  role: string
  content: string
}

/** A message as it is stored. */
export interface StoredMessage extends ListedMessage {
  metadata?: Metadata | undefined
}

interface Known extends ListedMessage {
  /** Another id by which callers know it. */
  alias?: string | undefined
}

/**
 * What saving a whole list, perhaps an old copy, adds to a session: `stored` is its active line. The longest common prefix is
 * kept; of what follows it in `given` comes what is not stored already, in its order. Nothing is ever removed. Two messages are the same
 * by id when both have one, else by role and content; each stored one stands for one given one.
 */
export function messagesToAppend<Given extends ListedMessage>(
  stored: readonly Known[],
  given: readonly Given[],
): Given[] {
  const prefix = commonPrefix(stored, given)
  const left = stored.slice(prefix)
  const rest = given.slice(prefix)
  // Those that are known by their id first, so that none of their rows is taken for another with the same words.
  const known = new Set(rest.filter((message) => takeOut(left, (row) => hasSameId(row, message))))
  return rest.filter((message) => !known.has(message) && !takeOut(left, (row) => isSame(row, message)))
}

/**
 * The messages that saving `given` adds to a session, ready to be appended one after the other, each under an id that is the same
 * whenever the same list is saved. A row that came from an old app's array is also known by the id it had there.
 */
export function planSave<Given extends ListedMessage>(
  sessionId: string,
  stored: readonly StoredMessage[],
  given: readonly Given[],
): (Given & { id: string })[] {
  const ids = stableIds(sessionId, given)
  const keyed = given.map(({ id, role, content }, at) => ({
    id: id === undefined ? undefined : ids[at],
    role,
    content,
    whole: { ...must(given[at], 'a message of the list'), id: must(ids[at], 'its id') },
  }))
  const known = stored.map(({ id, role, content, metadata }) => {
    const alias = oldIdIn(metadata)
    return { id, role, content, alias: alias === undefined ? undefined : idOf(sessionId, alias) }
  })
  return messagesToAppend(known, keyed).map(({ whole }) => whole)
}

/**
 * An id for each message of a list: its own where that is a UUID; else one made of the session and its own id, or of what it says and
 * how often that was said before. The same list has the same ids, so a save that is tried again doubles nothing.
 */
export function stableIds(sessionId: string, given: readonly ListedMessage[]): string[] {
  const said = new Map<string, number>()
  return given.map(({ id, role, content }) => {
    if (id !== undefined) return idOf(sessionId, id)
    const words = `${role}\0${content}`
    const times = said.get(words) ?? 0
    said.set(words, times + 1)
    return sha1Uuid(`${sessionId}\0words\0${times}\0${words}`)
  })
}

/** The id under which a message with an id of the caller's own is stored. */
export function idOf(sessionId: string, id: string): string {
  return isUuid(id) ? id.toLowerCase() : sha1Uuid(`${sessionId}\0id\0${id}`)
}

/** The id for a message whose own id is another message's already, as that of a conversation it was copied from. */
export function idOfCopy(sessionId: string, id: string): string {
  return sha1Uuid(`${sessionId}\0copy\0${id}`)
}

/** What a message of an old app's array was called there. */
function oldIdIn(metadata: Metadata | undefined): string | undefined {
  const legacy = metadata?.legacy
  if (typeof legacy !== 'object' || legacy === null || Array.isArray(legacy)) return undefined
  const { id } = legacy
  return typeof id === 'string' ? id : undefined
}

function commonPrefix(stored: readonly Known[], given: readonly ListedMessage[]): number {
  const end = stored.findIndex((row, at) => {
    const message = given[at]
    return message === undefined || !isSame(row, message)
  })
  return end === -1 ? stored.length : end
}

/** Takes the first that fits out of `rows`; false when none does. */
function takeOut(rows: Known[], fits: (row: Known) => boolean): boolean {
  const at = rows.findIndex(fits)
  if (at === -1) return false
  rows.splice(at, 1)
  return true
}

function isSame(row: Known, message: ListedMessage): boolean {
  if (row.id !== undefined && message.id !== undefined) return hasSameId(row, message)
  return row.role === message.role && row.content === message.content
}

function hasSameId({ id, alias }: Known, message: ListedMessage): boolean {
  return message.id !== undefined && (message.id === id || message.id === alias)
}
