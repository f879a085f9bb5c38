import { readdirSync, readFileSync } from 'node:fs'

// Fields of /proc/<pid>/stat, counted from the one after the name.
const PARENT = 1
const OWN_TIMES = [11, 12]
const ENDED_CHILDREN_TIMES = [13, 14]
// The kernel tells programs its times in hundredths of a second, on every machine that Node runs on.
const US_PER_TICK = 10_000

/**
 * Microseconds of processor time that the Postgres with this postmaster has used, all its processes and those that have
 * ended included; undefined where there is no /proc.
 */
export function serverCpuUs(postmaster: number): number | undefined {
  const own = statOf(postmaster)
  if (!own) return undefined
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const children = processes
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.[PARENT] === String(postmaster))
  const ticks =
    sum(own, [...OWN_TIMES, ...ENDED_CHILDREN_TIMES]) +
    children.reduce((total, stat = []) => total + sum(stat, OWN_TIMES), 0)
  return ticks * US_PER_TICK
}

function sum(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((total, field) => total + Number(stat[field] ?? 0), 0)
}

/** The fields after the name, which may have spaces; undefined for a process that is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
