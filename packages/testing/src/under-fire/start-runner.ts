import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Random } from '../random/random.ts'

const RUNNER = fileURLToPath(new URL('runner.ts', import.meta.url))

export interface Killing {
  url: string
  kills: number
  random: Random
  signal: AbortSignal
}

/** Runs a backfill as a process, kills it at some moment, and starts the next; how often it killed one. Errors of its own are thrown. */
export async function killRunners({ url, kills, random, signal }: Killing): Promise<number> {
  for (let killed = 0; ; killed++) {
    const child = fork(RUNNER, [url], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    let said = ''
    child.stderr?.on('data', (data) => (said += String(data)))
    const ended = once(child, 'exit')
    await Promise.race([once(child, 'message'), ended])
    const life = killed < kills ? random.between(20, 1_500) : 2 ** 30
    await Promise.race([ended, pause(life, undefined, { signal }).catch(() => {})])
    if (child.exitCode !== null) throw new Error(`A runner failed: ${said}`)
    child.kill('SIGKILL')
    await ended
    if (signal.aborted) return killed
  }
}
