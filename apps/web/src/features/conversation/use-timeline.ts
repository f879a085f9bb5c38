import { useMemo } from 'react'
import { type Reading, useReading } from './reading/use-reading.ts'
import { type TimelineItem, timeline } from './timeline.ts'
import type { Conversation } from './use-conversation.ts'

export interface ShownTimeline {
  items: readonly TimelineItem[]
  reading: Reading
  /** The session has messages, and none is here yet. */
  loading: boolean
}

/** The part of the conversation that the reader has before him, in reading order. */
export function useTimeline(sessionId: string, conversation: Conversation): ShownTimeline {
  const { list, streams, heads, refused } = conversation
  const reading = useReading(sessionId, list)
  const { rows, line, live } = reading
  const items = useMemo(
    () => timeline({ list, shown: { rows, line, live }, streams, heads, refused }),
    [list, rows, line, live, streams, heads, refused],
  )
  const missesAll = line.length === 0 && list !== undefined && list.headId !== null
  return { items, reading, loading: conversation.loading || missesAll }
}
