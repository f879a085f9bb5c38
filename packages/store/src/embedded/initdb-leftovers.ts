import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DataDir } from './data-dir.ts'
import { isTaken } from './process-signals.ts'

/** An initdb works in `<data dir>/postgres-initdb-<pid of its Node>-<random>`. */
export const INITDB_PREFIX = 'postgres-initdb-'
/** The password is drafted in `<data dir>/postgres-password.<pid of its Node>-<random>`. */
export const DRAFT_PREFIX = 'postgres-password.'
const LONGEST_INITDB_MS = 10 * 60_000

/** What this very process works in; in a container the pid alone says little. */
export const inFlight = new Set<string>()

/** Removes what a first start left whose Node is gone. */
export async function removeInitdbLeftovers(dir: DataDir): Promise<void> {
  for (const name of await readdir(dir.root)) {
    const prefix = [INITDB_PREFIX, DRAFT_PREFIX].find((each) => name.startsWith(each))
    if (!prefix || (await isWorking(dir, name, prefix))) continue
    await rm(path.join(dir.root, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

async function isWorking(dir: DataDir, name: string, prefix: string): Promise<boolean> {
  const pid = Number.parseInt(name.slice(prefix.length), 10)
  if (pid === process.pid || !isTaken(pid)) return inFlight.has(name)
  const made = await stat(path.join(dir.root, name)).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs < LONGEST_INITDB_MS
}
