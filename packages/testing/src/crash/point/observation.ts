import type { CrashPoint } from '../points.ts'
import type { SessionView } from '../session-view.ts'

/** What was seen of a kill and of what came after it. */
export interface Observation extends SessionView {
  point: CrashPoint
  /** `performance.now()` right before the signal. */
  killedAt: number
  /** From the kill to the end of the cut answer's stream; null when it did not come. */
  settledMs: number | null
}
