import { openSync, readFileSync, renameSync, statSync } from 'node:fs'

const LARGEST_LOG_BYTES = 10 * 1024 * 1024

/** Opens Postgres's log for appending (0600); a large one is kept as `<file>.1` and begun anew. */
export function openLog(file: string): number {
  const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

/** The last complaint in a log, else its last line. */
export function lastComplaint(file: string): string {
  const lines = readFileSync(file, 'utf8').trim().split('\n').slice(-20)
  return lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? ''
}
