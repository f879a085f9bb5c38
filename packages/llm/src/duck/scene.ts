import type { Pick } from './pick.ts'
import type { Reading } from './reading.ts'

/** What a shape of answer is made from. */
export interface Scene {
  /** The user's text. */
  text: string
  now: Reading
  /** What was read in the user's turns before, the latest last. */
  earlier: Reading[]
  pick: Pick
}

/** One way to ask back, in markdown; null when the text gives it nothing to ask about. */
export type Shape = (scene: Scene) => string | null
