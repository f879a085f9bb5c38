import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { sendSignal } from './process-signals.ts'
import { isPostmaster } from './running-postmaster.ts'
import { until } from './until.ts'

/** Fast shutdown, then immediate, then none asked; milliseconds each may take. */
const STEPS = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const

/** Stops the Postgres of a cluster and waits until its process is gone. Throws `failed`. */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  await endPostgres(pid, () => isPostmaster(pid, cluster))
}

/** The same for a process that `isThere` knows, also one that does not look like Postgres yet. */
export async function endPostgres(pid: number, isThere: () => boolean): Promise<void> {
  for (const [signal, within] of STEPS) {
    if (!isThere()) return
    sendSignal(pid, signal)
    if (await until(() => (isThere() ? undefined : true), { within })) return
  }
  throw new EmbeddedPostgresError('failed', `Postgres (pid ${pid}) does not end.`)
}
