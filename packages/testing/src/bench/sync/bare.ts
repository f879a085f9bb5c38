import { startHelper } from '../live/helper-process.ts'
import type { Pace } from '../live/pace.ts'
import { TIDY_ARGUMENTS } from '../live/tidy.ts'

/** The bare WebSocket server. */
export interface Bare extends AsyncDisposable {
  pid: number
  socketUrl: string
  /** Sends so many deltas to every client, each by itself. */
  play(pace: Pace): Promise<void>
}

export async function startBare(): Promise<Bare> {
  const helper = await startHelper<Pace, string>(new URL('./bare-main.ts', import.meta.url), TIDY_ARGUMENTS)
  return {
    pid: helper.pid,
    socketUrl: helper.greeting,
    async play(wanted) {
      await helper.ask(wanted)
    },
    [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose](),
  }
}
