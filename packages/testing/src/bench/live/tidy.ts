import { setTimeout as delay } from 'node:timers/promises'
import { processMemoryKb } from './process-usage.ts'

const PRELOAD = new URL('./tidy-on-signal.ts', import.meta.url)

/** Options of Node with which a process takes `tidy`. */
export const TIDY_ARGUMENTS = ['--expose-gc', `--import=${PRELOAD.href}`] as const
/** The same in the environment. */
export const TIDY_OPTIONS = { NODE_OPTIONS: TIDY_ARGUMENTS.join(' ') }

const SETTLE_MS = 1_500
const TIMES = 3

/** Kibibytes that the process holds once it has collected its garbage, more than once: what was dropped comes back late. */
export async function tidyMemoryKb(pid: number): Promise<number | undefined> {
  for (let times = 0; times < TIMES; times++) {
    process.kill(pid, 'SIGUSR2')
    await delay(SETTLE_MS)
  }
  return processMemoryKb(pid)
}
