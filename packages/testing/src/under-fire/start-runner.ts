import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { QUICK_START } from '../app/quick-start.ts'
import type { Random } from '../random/random.ts'

const RUNNER = fileURLToPath(new URL('runner.ts', import.meta.url))

export interface Killing {
  url: string
  /** How often. */
  kills: number
  /** Within how many milliseconds, about. */
  withinMs: number
  random: Random
  onKilled: () => void
  signal: AbortSignal
}

/**
 * Runs a backfill as a process, kills it at some moment and begins the next at once, which has started meanwhile; after the last
 * kill one goes on until the signal.
 *
 * @throws Error with what a runner wrote, where one ended by itself.
 */
export async function keepKilling({
  url,
  kills,
  withinMs,
  random,
  onKilled,
  signal,
}: Killing): Promise<void> {
  let next = new Runner(url)
  for (let killed = 0; !signal.aborted; killed++) {
    const runner = next
    await runner.begin()
    if (killed < kills) next = new Runner(url)
    const life = killed < kills ? random.between(10, (withinMs / kills) * 2) : 2 ** 30
    await Promise.race([runner.ended, pause(life, undefined, { signal }).catch(() => {})])
    await runner.kill()
    if (killed < kills) onKilled()
  }
  await next.kill()
}

class Runner {
  readonly ended: Promise<unknown>
  readonly #child: ChildProcess
  readonly #ready: Promise<unknown>
  #said = ''

  constructor(url: string) {
    this.#child = fork(RUNNER, [url], { execArgv: QUICK_START, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child.stderr?.on('data', (data) => (this.#said += String(data)))
    this.ended = once(this.#child, 'exit')
    this.#ready = once(this.#child, 'message')
  }

  async begin(): Promise<void> {
    await Promise.race([this.#ready, this.ended])
    if (this.#child.exitCode === null) this.#child.send('begin')
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null && this.#child.signalCode === null)
      throw new Error(`A runner ended by itself: ${this.#said}`)
    this.#child.kill('SIGKILL')
    await this.ended
  }
}
