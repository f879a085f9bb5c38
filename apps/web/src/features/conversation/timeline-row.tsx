import type { Message } from '@duck/protocol'
import { memo } from 'react'
import { isPending } from '../../lib/message-list.ts'
import { Answer } from './answer.tsx'
import { DayHeading } from './day-heading.tsx'
import { EndingNotice } from './ending-notice.tsx'
import type { ItemActions } from './item-actions.ts'
import { PromptBubble } from './prompt-bubble.tsx'
import { RefusedBubble } from './refused-bubble.tsx'
import type { TimelineItem } from './timeline.ts'

interface TimelineRowProps {
  item: TimelineItem
  actions: ItemActions
}

export const TimelineRow = memo(function TimelineRow({ item, actions }: TimelineRowProps) {
  switch (item.kind) {
    case 'prompt':
      return <PromptBubble row={item.row} />
    case 'note':
      return (
        <p
          data-row
          data-message-id={item.key}
          data-message-index={item.row.messageIndex}
          data-role="system"
          data-state="saved"
          className="my-4 text-center text-sm whitespace-pre-wrap text-muted"
        >
          {item.row.content}
        </p>
      )
    case 'answer':
      return <Answer item={item} actions={actions} />
    case 'day':
      return <DayHeading sessionId={item.sessionId} time={item.time} />
    case 'ending':
      return <EndingNotice item={item} actions={actions} />
    case 'refused':
      return <RefusedBubble refused={item.refused} actions={actions} />
  }
}, sameItem)

/** Items are made anew for every list; what they show is in these few fields. */
function sameItem(before: TimelineRowProps, now: TimelineRowProps): boolean {
  const [a, b] = [before.item, now.item]
  if (before.actions !== now.actions || a.kind !== b.kind || a.key !== b.key) return false
  if (a.kind === 'answer' && b.kind === 'answer')
    return (
      sameRow(a.row, b.row) &&
      a.head?.status === b.head?.status &&
      a.again.how === b.again.how &&
      a.again.promptId === b.again.promptId &&
      a.quote === b.quote
    )
  if (a.kind === 'ending' && b.kind === 'ending')
    return a.stream.status === b.stream.status && a.again.how === b.again.how
  if (a.kind === 'refused' && b.kind === 'refused') return a.refused === b.refused
  if (a.kind === 'day' && b.kind === 'day') return a.time === b.time
  return 'row' in a && 'row' in b && sameRow(a.row, b.row)
}

/** Rows never change: one that was fetched twice is the same. */
function sameRow(a: Message | null, b: Message | null): boolean {
  if (!a || !b || isPending(a) || isPending(b)) return a === b
  return a.id === b.id
}
