import type { Message } from '@duck/protocol'
import { Clock } from 'lucide-react'
import { LongText } from '../../components/long-text.tsx'
import { isPending } from '../../lib/message-list.ts'

/** What a person wrote. Saved only when the server has acked it. */
export function PromptBubble({ row }: { row: Message }) {
  const state = isPending(row) ? row.delivery : 'saved'
  return (
    <div
      data-row
      data-message-id={row.id}
      data-message-index={isPending(row) ? '' : row.messageIndex}
      data-role="user"
      data-state={state}
      className="prompt-row"
    >
      <div
        className="prompt-bubble"
        title={isPending(row) ? undefined : new Date(row.createdAt).toLocaleString()}
      >
        <LongText text={row.content} />
      </div>
      {isPending(row) && (
        <p className="prompt-state" aria-live="polite">
          <Clock size={12} aria-hidden />
          {row.delivery === 'waiting' ? row.waitingFor : 'Sending…'}
        </p>
      )}
    </div>
  )
}
