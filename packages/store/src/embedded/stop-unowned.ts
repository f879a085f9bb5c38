import { openAdminConnection } from './admin-connection.ts'
import type { Launch } from './launch.ts'
import { ownerPid } from './owner-lock.ts'
import type { PostmasterPid } from './postmaster-pid.ts'
import { runningPostmaster } from './running-postmaster.ts'
import { endPostgres, stopPostmaster } from './stop-postmaster.ts'
import { until } from './until.ts'

// The backend of a lock we gave up ourselves may linger.
const FREED_WITHIN_MS = 1_000

/** Stops the cluster's Postgres while this process does not hold the lock, unless another Duck does. */
export async function stopUnowned(launch: Launch): Promise<void> {
  await takeBack(launch)
  const running = runningPostmaster(launch.dir.cluster)
  if (!running || (await isOwned(launch, running))) return
  await stopPostmaster(running.pid, launch.dir.cluster)
}

/** After a start that did not come about: stops what it started, unless another Duck owns that by now. */
export async function takeBack(launch: Launch): Promise<void> {
  for (const [pid, child] of launch.spawned) {
    const isThere = () => child.exitCode === null && child.signalCode === null
    const running = runningPostmaster(launch.dir.cluster)
    if (running?.pid === pid && (await isOwned(launch, running))) continue
    await endPostgres(pid, isThere)
  }
}

async function isOwned({ password }: Launch, { port }: PostmasterPid): Promise<boolean> {
  if (port === undefined) return false
  const connection = openAdminConnection({ port, password, applicationName: `duck leaving ${process.pid}` })
  const look = async () => ((await ownerPid(connection)) === undefined ? true : undefined)
  try {
    return !(await until(look, { within: FREED_WITHIN_MS }))
  } catch {
    return false
  } finally {
    await connection.end()
  }
}
