import { setTimeout as pause } from 'node:timers/promises'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorText } from './error-text.ts'
import type { Launch } from './launch.ts'
import { type Owned, own } from './own.ts'
import { stopPostmaster } from './stop-postmaster.ts'
import { stopUnowned } from './stop-unowned.ts'

export interface Supervisor {
  /** The present Postgres's process. */
  pid(): number
  /** Stops Postgres, unless another Duck has taken it over. The second call waits for the first. */
  stop(): Promise<void>
}

// About eight minutes: a full disk gets freed by a person.
const RESTARTS = 100
const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * Watches the lock's connection, which ends with Postgres however that dies, and then brings Postgres back
 * on the same port and takes the lock again.
 */
export function supervise(launch: Launch, first: Owned): Supervisor {
  const stopping = new AbortController()
  const restart: Launch = { ...launch, signal: stopping.signal }
  const { port } = first.serving
  let { pid } = first.serving
  let held: Owned | undefined = first
  const watch = async () => {
    while (held && !stopping.signal.aborted) {
      held.lock.unref()
      await held.lock.closed
      held = undefined
      if (!stopping.signal.aborted) held = await regain(restart, port)
      pid = held?.serving.pid ?? pid
    }
  }
  const watching = watch()
  const stop = async () => {
    stopping.abort()
    if (!held) await watching
    await (held ? stopPostmaster(pid, launch.dir.cluster) : stopUnowned(launch))
    await watching
  }
  let stopped: Promise<void> | undefined
  return {
    pid: () => pid,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

/** undefined once it gave up, which it has told, or was told to stop. */
async function regain(launch: Launch, port: number): Promise<Owned | undefined> {
  launch.progress(`Lost Postgres on port ${port}; bringing it back …`)
  for (let tries = 0; tries < RESTARTS; tries += 1) {
    try {
      const owned = await own(launch, port)
      launch.progress(`Postgres ${launch.version} is back on port ${port} (pid ${owned.serving.pid}).`)
      return owned
    } catch (error) {
      if (launch.signal?.aborted) return undefined
      launch.progress(errorText(error))
      if (error instanceof EmbeddedPostgresError && error.code === 'in-use') return undefined
      await backOff(tries, launch.signal)
    }
  }
  launch.progress(`Postgres did not come back after ${RESTARTS} tries. Start the Duck again.`)
  return undefined
}

async function backOff(tries: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = Math.min(SHORTEST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)
  await pause(ms, undefined, signal && { signal }).catch(() => {})
}
