import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type PostmasterPid, postmasterPidFile, readPostmasterPid } from './postmaster-pid.ts'
import { isTaken } from './process-signals.ts'

/** The Postgres that serves this cluster now; undefined when its pid is gone or is some other program's. */
export function runningPostmaster(cluster: string): PostmasterPid | undefined {
  const found = readPostmasterPid(cluster)
  return found && isPostmaster(found.pid, cluster) ? found : undefined
}

/** Whether that process is the Postgres of this cluster. A zombie is not. */
export function isPostmaster(pid: number, cluster: string): boolean {
  if (!isTaken(pid)) return false
  return process.platform === 'linux' ? isPostmasterLinux(pid, cluster) : isPostmasterPs(pid, cluster)
}

// Postgres works inside its data directory. That link is closed to a root without CAP_SYS_PTRACE, its
// arguments never are; a zombie has neither.
function isPostmasterLinux(pid: number, cluster: string): boolean {
  try {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (path.basename(args[0] ?? '') !== 'postgres') return false
    return args[args.indexOf('-D') + 1] === cluster || readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return false
  }
}

function isPostmasterPs(pid: number, cluster: string): boolean {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes('postgres') && stdout.includes(cluster)
}

/**
 * Removes a postmaster.pid whose pid now belongs to some other program: Postgres itself would take that
 * program for a second Postgres and refuse to start. One whose pid is free it replaces by itself.
 */
export function removeMisleadingPid(cluster: string): void {
  const found = readPostmasterPid(cluster)
  if (!found || !isTaken(found.pid) || isPostmaster(found.pid, cluster)) return
  const file = postmasterPidFile(cluster)
  const aside = `${file}.stale-${process.pid}`
  renameSync(file, aside)
  rmSync(aside)
}
