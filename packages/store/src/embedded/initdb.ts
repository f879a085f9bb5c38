import { randomBytes } from 'node:crypto'
import { closeSync, openSync } from 'node:fs'
import { chmod, chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { clusterVersion } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { INITDB_PREFIX, inFlight } from './initdb-leftovers.ts'
import type { Launch } from './launch.ts'
import { sendSignal } from './process-signals.ts'
import { spawnDetached } from './spawn-detached.ts'

const FLAGS = [
  '--username=duck',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
]

/**
 * Makes the cluster beside its place and moves it there when it is whole, so a kill leaves nothing half-made.
 * Of two at once the first to finish wins; the other's is thrown away. Throws `failed`, or the signal's reason.
 */
export async function createCluster(launch: Launch): Promise<void> {
  launch.progress(`Creating the database in ${launch.dir.cluster} (only at the first start) …`)
  const name = `${INITDB_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`
  const workshop = path.join(launch.dir.root, name)
  inFlight.add(name)
  try {
    await prepareWorkshop(launch, workshop)
    await runInitdb(launch, workshop)
    await moveIntoPlace(launch, path.join(workshop, 'cluster'))
  } finally {
    await rm(workshop, { recursive: true, force: true, maxRetries: 5 })
    inFlight.delete(name)
  }
}

async function prepareWorkshop({ runAs, password }: Launch, workshop: string): Promise<void> {
  const passwordFile = path.join(workshop, 'password')
  await mkdir(workshop, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await chmod(workshop, 0o700)
  const { uid, gid } = runAs
  if (uid === undefined || gid === undefined) return
  await chown(passwordFile, uid, gid)
  await chown(workshop, uid, gid)
}

async function runInitdb({ runAs, binaries, settings, signal }: Launch, workshop: string): Promise<void> {
  signal?.throwIfAborted()
  const log = path.join(workshop, 'log')
  const output = openSync(log, 'a', 0o600)
  const files = [`--pgdata=${path.join(workshop, 'cluster')}`, `--pwfile=${path.join(workshop, 'password')}`]
  const args = [...FLAGS, ...files, ...(settings.fsync === 'off' ? ['--no-sync'] : [])]
  const { child, ended } = spawnDetached({ runAs, program: binaries.initdb, args, output })
  closeSync(output)
  // The whole group: initdb runs Postgres in a child of its own.
  const kill = () => child.pid && sendSignal(-child.pid, 'SIGKILL')
  signal?.addEventListener('abort', kill)
  const how = await ended
  signal?.removeEventListener('abort', kill)
  signal?.throwIfAborted()
  if (child.exitCode === 0) return
  const said = (await readFile(log, 'utf8')).trim().split('\n').at(-1)
  throw new EmbeddedPostgresError('failed', `Creating the database failed: initdb ${how}. It said: ${said}`)
}

async function moveIntoPlace({ dir }: Launch, cluster: string): Promise<void> {
  try {
    await rename(cluster, dir.cluster)
    await using folder = await open(dir.root)
    await folder.sync()
  } catch (error) {
    if ((await clusterVersion(dir)) === undefined) throw error
  }
}
