import { CornerDownRight } from 'lucide-react'
import { AnswerText } from '../../components/answer-text.tsx'
import { DuckHead } from '../../components/duck-head.tsx'
import { useLiveText } from '../../lib/use-live.ts'
import { AnswerFooter } from './answer-footer.tsx'
import type { ItemActions } from './item-actions.ts'
import type { TimelineItem } from './timeline.ts'
import { Waiting } from './waiting.tsx'

export type AnswerItem = Extract<TimelineItem, { kind: 'answer' }>

/** An answer, first as it is written, then as its row: one element, so nothing flickers in between. */
export function Answer({ item, actions }: { item: AnswerItem; actions: ItemActions }) {
  const { key, row, head, quote } = item
  const liveText = useLiveText(key)
  const text = row ? row.content : liveText
  const state = row ? 'saved' : head?.status === 'queued' ? 'queued' : 'streaming'
  return (
    <article
      data-row
      data-message-id={key}
      data-message-index={row?.messageIndex ?? ''}
      data-role="assistant"
      data-state={state}
      aria-busy={!row}
      className="answer-row"
    >
      <DuckHead className="answer-avatar" />
      <div className="min-w-0 flex-1">
        {quote !== null && <Quote text={quote} />}
        {text === '' && !row ? (
          <Waiting>{state === 'queued' ? 'Queued' : 'Thinking'}</Waiting>
        ) : (
          <AnswerText text={text} streaming={!row && head?.status !== 'ended'} />
        )}
        <AnswerFooter item={item} text={text} actions={actions} />
      </div>
    </article>
  )
}

/** Which question is answered, where the answer does not stand under it. */
function Quote({ text }: { text: string }) {
  return (
    <p className="mb-1.5 flex items-center gap-1.5 text-sm text-muted">
      <CornerDownRight size={13} aria-hidden className="shrink-0" />
      <span className="sr-only">In answer to:</span>
      <span className="truncate">{text}</span>
    </p>
  )
}
