import type { RefusedEntry } from '../../lib/outbox/outbox-entry.ts'
import type { Again } from './timeline.ts'

/** What a person can do with what the conversation shows. */
export interface ItemActions {
  stop: (streamId: string) => void
  again: (again: Again) => void
  /** Writes a broken-off answer on, from where it ended. */
  goOn: (promptId: string, answerId: string) => void
  edit: (refused: RefusedEntry) => void
  /** Takes the text into a new chat. */
  toNewChat: (refused: RefusedEntry) => void
  resend: (refused: RefusedEntry) => void
  dismiss: (refused: RefusedEntry) => void
}
