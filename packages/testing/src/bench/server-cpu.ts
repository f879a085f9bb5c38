import { readdirSync, readFileSync } from 'node:fs'

// Fields of /proc/<pid>/stat, counted from the one after the name.
const PARENT = 1
const OWN_TIMES = [11, 12]
const ENDED_CHILDREN_TIMES = [13, 14]
// The kernel tells programs such times in hundredths of a second, on every machine that Node runs on.
const US_PER_TICK = 10_000
const NS_PER_US = 1_000

/**
 * Microseconds of processor time that the Postgres with this postmaster has used, all its processes and those that have
 * ended included; undefined where there is no /proc.
 */
export function serverCpuUs(postmaster: number): number | undefined {
  const own = statOf(postmaster)
  if (!own) return undefined
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && statOf(name)?.[PARENT] === String(postmaster),
  )
  return [postmaster, ...children].reduce<number>(
    (total, pid) => total + liveUs(pid),
    ticksUs(own, ENDED_CHILDREN_TIMES),
  )
}

/** What a process that runs has used: to the nanosecond where the kernel counts so, for a tick is much of a slice. */
function liveUs(pid: number | string): number {
  const ns = Number(textOf(`/proc/${pid}/schedstat`)?.split(' ')[0])
  return ns > 0 ? ns / NS_PER_US : ticksUs(statOf(pid) ?? [], OWN_TIMES)
}

function ticksUs(stat: readonly string[], fields: readonly number[]): number {
  return fields.reduce((total, field) => total + Number(stat[field] ?? 0), 0) * US_PER_TICK
}

/** The fields after the name, which may have spaces; undefined for a process that is gone. */
function statOf(pid: number | string): string[] | undefined {
  const text = textOf(`/proc/${pid}/stat`)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
