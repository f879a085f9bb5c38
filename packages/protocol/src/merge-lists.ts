import type { Message, MessageList } from './message.ts'

/**
 * What two answers of `message.list` say together. Rows never change and indexes are dense, so their union by
 * index is the truth whatever order the answers came in; count and head are those of the answer that saw more.
 */
export function mergeLists(older: MessageList, newer: MessageList): MessageList {
  const ahead = newer.messageCount >= older.messageCount ? newer : older
  return {
    messages: unionByIndex(older.messages, newer.messages),
    messageCount: ahead.messageCount,
    headId: ahead.headId,
  }
}

/** All rows of both, once each, ascending by index. */
export function unionByIndex<Row extends Pick<Message, 'messageIndex'>>(
  one: readonly Row[],
  other: readonly Row[],
): Row[] {
  const byIndex = new Map<number, Row>()
  for (const row of one) byIndex.set(row.messageIndex, row)
  for (const row of other) byIndex.set(row.messageIndex, row)
  return [...byIndex.values()].sort((a, b) => a.messageIndex - b.messageIndex)
}
