import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { DataDir } from './data-dir.ts'
import { isTaken } from './process-signals.ts'

/** An initdb works in `<data dir>/postgres-initdb-<pid of its Node>-<random>`. */
export const INITDB_PREFIX = 'postgres-initdb-'
const LONGEST_INITDB_MS = 10 * 60_000

/** Folders this very process works in; in a container the pid alone says little. */
export const inFlight = new Set<string>()

/** Removes what an initdb left whose Node is gone. */
export async function removeInitdbLeftovers(dir: DataDir): Promise<void> {
  for (const name of await readdir(dir.root)) {
    if (!name.startsWith(INITDB_PREFIX) || (await isWorking(dir, name))) continue
    await rm(path.join(dir.root, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

async function isWorking(dir: DataDir, name: string): Promise<boolean> {
  const pid = Number.parseInt(name.slice(INITDB_PREFIX.length), 10)
  if (pid === process.pid || !isTaken(pid)) return inFlight.has(name)
  const made = await stat(path.join(dir.root, name)).catch(() => undefined)
  return made !== undefined && Date.now() - made.mtimeMs < LONGEST_INITDB_MS
}
