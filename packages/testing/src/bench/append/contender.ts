import type { Load, Work } from '../closed-loop.ts'

/** A way to append messages, in a database of its own. */
export interface Contender extends AsyncDisposable {
  /** As figures name it. */
  readonly name: string
  run(load: Load): Promise<AppendWork>
  /** What is in the database of all that it ever appended. */
  kept(): Promise<Kept>
}

export interface AppendWork extends Work {
  /** Appends that were refused at their first try and made again. */
  refusedFirst?: number
}

export interface Kept {
  rows: number
  /** Sessions whose message indexes do not go from 0 on without a gap. */
  holed: number
}
