import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { tidyFile } from './tidy-file.ts'

const PRELOAD = new URL('./tidy-on-signal.ts', import.meta.url)

/** Options of Node with which a process takes `tidy`. */
export const TIDY_ARGUMENTS = ['--expose-gc', `--import=${PRELOAD.href}`] as const
/** The same in the environment. */
export const TIDY_OPTIONS = { NODE_OPTIONS: TIDY_ARGUMENTS.join(' ') }

/** Kibibytes that a process holds. */
export interface Held {
  /** Of the machine's memory. */
  residentKb: number
  /** Of these what JavaScript's objects and buffers take. */
  heapKb: number
}

const BYTES = 1024
// What one collection frees, another can give back.
const TIMES = 3
const BETWEEN_MS = 500
const LOOK_MS = 20
const LOOKS = 500

/** Has the process give back what it can, and gives what it holds then. */
export async function tidy(pid: number): Promise<Held> {
  let held = await tidyOnce(pid)
  for (let times = 1; times < TIMES; times++) {
    await delay(BETWEEN_MS)
    held = await tidyOnce(pid)
  }
  return held
}

async function tidyOnce(pid: number): Promise<Held> {
  const file = tidyFile(pid)
  await rm(file, { force: true })
  process.kill(pid, 'SIGUSR2')
  for (let looks = 0; !existsSync(file); looks++) {
    if (looks === LOOKS) throw new Error('A server did not say what memory it holds.')
    await delay(LOOK_MS)
  }
  const { rss, heapUsed, external } = JSON.parse(await readFile(file, 'utf8')) as NodeJS.MemoryUsage
  await rm(file, { force: true })
  return { residentKb: rss / BYTES, heapKb: (heapUsed + external) / BYTES }
}
