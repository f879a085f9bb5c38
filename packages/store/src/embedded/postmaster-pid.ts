import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What a running Postgres says of itself in its data directory. */
export interface PostmasterPid {
  pid: number
  /** Missing while Postgres is still writing the file. */
  port: number | undefined
  status: 'starting' | 'ready' | 'stopping'
}

/** `postmaster.pid` of a cluster; undefined where there is none. It may be stale: see `runningPostmaster`. */
export function readPostmasterPid(cluster: string): PostmasterPid | undefined {
  try {
    return parsePostmasterPid(readFileSync(postmasterPidFile(cluster), 'utf8'))
  } catch {
    return undefined
  }
}

export function postmasterPidFile(cluster: string): string {
  return path.join(cluster, 'postmaster.pid')
}

/** Lines: pid, data directory, start time, port, socket folder, address, shared memory, status. */
export function parsePostmasterPid(text: string): PostmasterPid | undefined {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  return { pid, port: port > 0 ? port : undefined, status: parseStatus(lines[7]) }
}

function parseStatus(line = ''): PostmasterPid['status'] {
  const word = line.trim()
  return word === 'ready' || word === 'stopping' ? word : 'starting'
}
