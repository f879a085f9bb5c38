import type { Refused } from '../../lib/refused.ts'
import type { Again } from './timeline.ts'

/** What a person can do with what the conversation shows. */
export interface ItemActions {
  stop: (streamId: string) => void
  again: (again: Again) => void
  edit: (refused: Refused) => void
  resend: (refused: Refused) => void
  dismiss: (refused: Refused) => void
}
