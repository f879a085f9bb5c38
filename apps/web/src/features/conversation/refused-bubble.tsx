import { CircleAlert } from 'lucide-react'
import { CopyButton } from '../../components/copy-button.tsx'
import { LongText } from '../../components/long-text.tsx'
import type { RefusedEntry } from '../../lib/outbox/outbox-entry.ts'
import type { ItemActions } from './item-actions.ts'

/** The buttons below it stay in reach. */
const SHOWN_UNITS = 2_000

/** A message that was not sent: its text stays here until the person decides. */
export function RefusedBubble({ refused, actions }: { refused: RefusedEntry; actions: ItemActions }) {
  return (
    <div
      data-row
      data-message-id={refused.id}
      data-message-index=""
      data-role="user"
      data-state="refused"
      className="prompt-row"
    >
      <div className="prompt-bubble refused">
        <LongText text={refused.content} most={SHOWN_UNITS} />
      </div>
      <div className="mt-1.5 flex flex-wrap items-center justify-end gap-x-3 gap-y-1 text-sm">
        <p role="alert" className="inline-flex items-center gap-1.5 text-alarm">
          <CircleAlert size={14} aria-hidden className="shrink-0" />
          Not sent. {refused.refused}
        </p>
        <span className="flex flex-wrap items-center justify-end gap-1">
          <button type="button" className="text-button" onClick={() => actions.edit(refused)}>
            Edit
          </button>
          <button type="button" className="text-button" onClick={() => actions.resend(refused)}>
            Retry
          </button>
          <button type="button" className="text-button" onClick={() => actions.toNewChat(refused)}>
            New chat
          </button>
          <button type="button" className="text-button" onClick={() => actions.dismiss(refused)}>
            Dismiss
          </button>
          <CopyButton text={refused.content} label="Copy text" />
        </span>
      </div>
    </div>
  )
}
