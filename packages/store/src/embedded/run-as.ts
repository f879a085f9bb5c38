import { spawnSync } from 'node:child_process'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Binaries } from './binaries.ts'
import type { DataDir } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** Under which account a program runs: our own, another uid, or root's files seen as an ordinary user's. */
export interface RunAs {
  uid?: number
  gid?: number
  /** What stands before the program and its arguments. */
  prefix: readonly string[]
}

const OURSELVES: RunAs = { prefix: [] }
const NOBODY: RunAs = { uid: 65_534, gid: 65_534, prefix: [] }
const UNSHARED: RunAs = { prefix: ['unshare', '--user', '--map-user=1000', '--map-group=1000'] }

/**
 * Postgres refuses to run as root. An ordinary user runs it directly; root runs it as the owner of an
 * existing cluster, else as uid 65534 where that account reaches both folders, else in a user namespace.
 * Throws `no-account` with what to do.
 */
export async function chooseRunAs(dir: DataDir, binaries: Binaries): Promise<RunAs> {
  if (process.getuid?.() !== 0) return OURSELVES
  const owner = await stat(dir.cluster).catch(() => undefined)
  for (const candidate of owner ? [accountOf(owner)] : [NOBODY, UNSHARED]) {
    if (await isPossible(candidate, dir, binaries)) return candidate
  }
  throw new EmbeddedPostgresError(
    'no-account',
    `Postgres does not run as root, and no other account works for ${dir.root}${owner ? `, whose database belongs to uid ${owner.uid}` : ''}: the folder or ${binaries.postgres} is closed to other users, and user namespaces are not available. Start the Duck as an ordinary user, or set DUCK_DATA_DIR to a folder that others may enter.`,
  )
}

function accountOf(owner: { uid: number; gid: number }): RunAs {
  return owner.uid === 0 ? UNSHARED : { uid: owner.uid, gid: owner.gid, prefix: [] }
}

async function isPossible(as: RunAs, dir: DataDir, binaries: Binaries): Promise<boolean> {
  if (as.uid !== undefined && !(await reaches(as.uid, dir.root))) return false
  return tryRun(as, binaries.postgres, ['--version']) !== undefined
}

/** What the program printed; undefined when it cannot run under that account. */
export function tryRun(as: RunAs, program: string, args: readonly string[]): string | undefined {
  const [command = program, ...rest] = [...as.prefix, program, ...args]
  const { status, stdout } = spawnSync(command, rest, { ...account(as), cwd: '/', encoding: 'utf8' })
  return status === 0 ? stdout : undefined
}

/** The account in the form `spawn` takes it. */
export function account({ uid, gid }: RunAs): { uid?: number; gid?: number } {
  return uid === undefined || gid === undefined ? {} : { uid, gid }
}

async function reaches(uid: number, folder: string): Promise<boolean> {
  const { mode, uid: owner } = await stat(folder)
  if ((mode & (owner === uid ? 0o100 : 0o001)) === 0) return false
  const parent = path.dirname(folder)
  return parent === folder || reaches(uid, parent)
}
