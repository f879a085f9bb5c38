import type { ChildProcess } from 'node:child_process'
import type { Binaries } from './binaries.ts'
import type { DataDir } from './data-dir.ts'
import type { RunAs } from './run-as.ts'
import type { Settings } from './settings.ts'

/** Everything the steps of one start share. */
export interface Launch {
  dir: DataDir
  binaries: Binaries
  runAs: RunAs
  /** Major version of the binaries. */
  version: string
  password: string
  settings: Settings
  progress: (line: string) => void
  signal: AbortSignal | undefined
  /** The Postgres processes this launch has started, by pid. */
  spawned: Map<number, ChildProcess>
}
