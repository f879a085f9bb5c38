import type { FinishReason, Message } from '@duck/protocol'
import { Play } from 'lucide-react'
import { CopyButton } from '../../components/copy-button.tsx'
import { messageLink } from '../../lib/message-link.ts'
import { AgainButton } from './again-button.tsx'
import type { AnswerItem } from './answer.tsx'
import { FeedbackButtons } from './feedback/feedback-buttons.tsx'
import type { ItemActions } from './item-actions.ts'

const ENDS: Partial<Record<FinishReason, string>> = {
  stopped: 'Stopped',
  interrupted: 'The server went away while answering',
  failed: 'The model broke off',
  truncated: 'Cut at the length limit',
}

interface AnswerFooterProps {
  item: AnswerItem
  text: string
  actions: ItemActions
}

/** How the answer ended and what can be done with it. Its height is the same while the answer is written. */
export function AnswerFooter({ item: { key, row, head, again }, text, actions }: AnswerFooterProps) {
  if (!row)
    return (
      <div className="answer-footer">
        {head?.status === 'queued' && (
          <button type="button" className="text-button" onClick={() => actions.stop(key)}>
            Cancel
          </button>
        )}
      </div>
    )
  const end = row.finishReason ? ENDS[row.finishReason] : undefined
  return (
    <div className="answer-footer">
      {end && (
        <span className="flex items-center gap-1 text-sm text-muted">
          {end}
          {again.how === 'retry' && (
            <button
              type="button"
              className="text-button"
              onClick={() => actions.goOn(again.promptId, row.id)}
            >
              <Play size={13} aria-hidden />
              Continue
            </button>
          )}
          <AgainButton again={again} actions={actions} />
        </span>
      )}
      <span className="answer-tools">
        <CopyButton text={text} label="Copy answer" />
        <CopyButton text={addressOf(row)} label="Copy the link to this answer" isLink />
        <FeedbackButtons row={row} />
        <span className="truncate" title={new Date(row.createdAt).toLocaleString()}>
          {modelOf(row)}
        </span>
      </span>
    </div>
  )
}

function addressOf({ sessionId, messageIndex }: Message): string {
  return new URL(messageLink(sessionId, messageIndex), location.origin).href
}

function modelOf(row: Message): string | null {
  return typeof row.metadata.model === 'string' ? row.metadata.model : null
}
