import { type Message, type MessageList, mergeLists, unionByIndex } from '@duck/protocol'

/** A bubble in the cache that is not acked: it has no index yet and stands after every row that has one. */
export interface PendingMessage extends Message {
  delivery: 'sending' | 'waiting'
  /** Why it waits, in words. */
  waitingFor: string | null
}

export const NO_INDEX = -1

export function isPending(row: Message): row is PendingMessage {
  return 'delivery' in row
}

export function ackedRows(list: MessageList): Message[] {
  return list.messages.filter((row) => !isPending(row))
}

/**
 * A fetched list merged with the cached one: the union of the acked rows by index, whichever answer came first;
 * pending rows stay until acked. Rows and lists that did not change keep their identity.
 */
export function mergeFetched(cached: MessageList | undefined, fetched: MessageList): MessageList {
  if (!cached) return fetched
  const acked = ackedRows(cached)
  const known = new Map(acked.map((row) => [row.id, row]))
  const merged = mergeLists({ ...cached, messages: acked }, fetched)
  const rows = merged.messages.map((row) => known.get(row.id) ?? row)
  const ids = new Set(rows.map((row) => row.id))
  const pending = cached.messages.filter((row) => isPending(row) && !ids.has(row.id))
  return unchangedOr(cached, { ...merged, messages: [...rows, ...pending] })
}

/**
 * The list with rows from further up. Their answer may have been given after newer rows than the list has: to take its count
 * and head would end the line at a row that is not there.
 */
export function withEarlierRows(list: MessageList, { messages }: MessageList): MessageList {
  return mergeFetched(list, { messages, messageCount: list.messageCount, headId: list.headId })
}

/** The list with a message that is on its way, at the end; one that is there already stays where and what it is. */
export function addPending(list: MessageList | undefined, row: PendingMessage): MessageList {
  const base = list ?? { messages: [], messageCount: 0, headId: null }
  return base.messages.some(({ id }) => id === row.id) ? base : { ...base, messages: [...base.messages, row] }
}

/**
 * The list with the acked row in the place of its pending bubble. Count and head move on only when the row is
 * the next one: with rows missing before it, the list must be fetched.
 */
export function putAcked(list: MessageList, row: Message): MessageList {
  const acked = unionByIndex(ackedRows(list), [row])
  const pending = list.messages.filter((other) => isPending(other) && other.id !== row.id)
  const next = row.messageIndex === list.messageCount
  return {
    messages: [...acked, ...pending],
    messageCount: next ? row.messageIndex + 1 : list.messageCount,
    headId: next && row.movesHead ? row.id : list.headId,
  }
}

/** The list without the pending message of this id; an acked row of that id stays. */
export function removePending(list: MessageList, id: string): MessageList {
  return { ...list, messages: list.messages.filter((row) => row.id !== id || !isPending(row)) }
}

/** The list without these acked rows: for rows that are kept elsewhere, or looked at by nobody. */
export function withoutRows(list: MessageList, ids: ReadonlySet<string>): MessageList {
  return { ...list, messages: list.messages.filter((row) => isPending(row) || !ids.has(row.id)) }
}

export function markWaiting(list: MessageList, id: string, waitingFor: string): MessageList {
  return {
    ...list,
    messages: list.messages.map((row) =>
      row.id === id && isPending(row) ? { ...row, delivery: 'waiting', waitingFor } : row,
    ),
  }
}

function unchangedOr(cached: MessageList, next: MessageList): MessageList {
  const same =
    cached.messageCount === next.messageCount &&
    cached.headId === next.headId &&
    cached.messages.length === next.messages.length &&
    cached.messages.every((row, at) => row === next.messages[at])
  return same ? cached : next
}
