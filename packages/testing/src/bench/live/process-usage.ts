import { readFileSync } from 'node:fs'

// Fields of /proc/<pid>/stat, counted from the one after the name: user and system time, all threads, in hundredths of a second.
const TIMES = [11, 12]
const MS_PER_TICK = 10

/** Milliseconds of processor time that the process has used, all its threads; undefined where there is no /proc. */
export function processCpuMs(pid: number): number | undefined {
  const text = textOf(`/proc/${pid}/stat`)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return TIMES.reduce((total, field) => total + Number(fields[field] ?? 0), 0) * MS_PER_TICK
}

/** How many files and sockets a process of this user may have open; undefined where that is not to be found. */
export function mostOpenFiles(): number | undefined {
  const [, soft] = /^Max open files\s+(\d+)/m.exec(textOf('/proc/self/limits') ?? '') ?? []
  return soft === undefined ? undefined : Number(soft)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
