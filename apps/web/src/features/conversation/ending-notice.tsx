import { endWords } from '../../lib/error-words.ts'
import { AgainButton } from './again-button.tsx'
import type { ItemActions } from './item-actions.ts'
import type { TimelineItem } from './timeline.ts'

interface EndingNoticeProps {
  item: Extract<TimelineItem, { kind: 'ending' }>
  actions: ItemActions
}

/** An answer that ended without a word: what happened, under its prompt. */
export function EndingNotice({ item: { stream, again }, actions }: EndingNoticeProps) {
  return (
    <div data-row data-stream-id={stream.id} data-state={stream.status} className="ending-notice fade-in">
      <span>{endWords(stream.status, stream.errorClass)}</span>
      <AgainButton again={again} actions={actions} />
    </div>
  )
}
