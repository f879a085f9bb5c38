import type { Message, MessageList } from '@duck/protocol'
import type { AppendCall, History, ListCall } from '../history.ts'

/** A list that came back. */
export interface Read extends ListCall {
  list: MessageList
}

/** An append that was acked. */
export interface Ack extends AppendCall {
  row: Message
}

/** A history with the ways into it that the checks take. */
export interface IndexedHistory {
  appendsById: ReadonlyMap<string, readonly AppendCall[]>
  acks: readonly Ack[]
  reads: readonly Read[]
  finalRows: readonly Message[]
  finalById: ReadonlyMap<string, Message>
  /** Each session's final rows, ascending by index. */
  finalBySession: ReadonlyMap<string, readonly Message[]>
}

export function indexHistory({ calls, finalRows }: History): IndexedHistory {
  const appends = calls.filter((call) => call.kind === 'append')
  const lists = calls.filter((call) => call.kind === 'list')
  const inOrder = finalRows.toSorted((a, b) => a.messageIndex - b.messageIndex)
  return {
    appendsById: Map.groupBy(appends, (call) => call.input.id),
    acks: appends.flatMap((call) =>
      call.outcome.kind === 'ack' ? [{ ...call, row: call.outcome.value }] : [],
    ),
    reads: lists.flatMap((call) =>
      call.outcome.kind === 'ack' ? [{ ...call, list: call.outcome.value }] : [],
    ),
    finalRows,
    finalById: new Map(finalRows.map((row) => [row.id, row])),
    finalBySession: Map.groupBy(inOrder, (row) => row.sessionId),
  }
}

/** The first of each key, in order. */
export function firstBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[] {
  const firsts = new Map<string, Item>()
  for (const item of items) if (!firsts.has(keyOf(item))) firsts.set(keyOf(item), item)
  return [...firsts.values()]
}
