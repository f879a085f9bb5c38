import type { DelayCounts } from '../live/delays.ts'
import { startHelper } from '../live/helper-process.ts'
import type { Pace } from '../live/pace.ts'
import { writePlan } from '../live/plan.ts'

export interface RawRequest {
  /** The model server's. */
  url: string
  prompt: string
  /** How many at once. */
  answers: number
}

export interface RawReport {
  /** UTF-16 code units of all answers. */
  units: number
  delays: DelayCounts
}

/** Readers of the model server, in a process of their own. */
export interface RawReaders extends AsyncDisposable {
  read(answers: number, pace: Pace): Promise<RawReport>
}

export async function startRawReaders(url: string): Promise<RawReaders> {
  const helper = await startHelper<RawRequest, RawReport>(new URL('./reader-main.ts', import.meta.url))
  return {
    read: (answers, pace) => helper.ask({ url, prompt: writePlan(pace), answers }),
    [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose](),
  }
}
