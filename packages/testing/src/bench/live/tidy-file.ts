import { tmpdir } from 'node:os'
import path from 'node:path'

/** Where the process leaves word of what it holds. */
export function tidyFile(pid: number): string {
  return path.join(tmpdir(), `duck-bench-${pid}.json`)
}
