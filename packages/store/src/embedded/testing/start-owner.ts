import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { whenWeDie } from '@duck/testing/database'

/** One line of `owner-main.ts`. */
export type OwnerReport =
  | { progress: string }
  | { started: { url: string; adopted: boolean; pid: number } }
  | { failed: string }

export type Outcome = Exclude<OwnerReport, { progress: string }>

export interface Owner {
  child: ChildProcess
  /** How its start came out; rejects when the process ends before. */
  outcome: Promise<Outcome>
  ended: Promise<number | null>
  /** kill -9 of its whole process group, as a closed terminal would. */
  kill(): Promise<number | null>
}

interface OwnerOptions {
  /** `hold` stays, `leave` has nothing more to do once it has started. */
  mode?: 'hold' | 'leave'
  /** The account it runs under; ours without. */
  account?: { uid: number; gid: number; env: NodeJS.ProcessEnv }
}

const MAIN = fileURLToPath(new URL('./owner-main.ts', import.meta.url))

/** Starts another Node that starts the embedded Postgres of a data dir. */
export function startOwner(dataDir: string, { mode = 'hold', account }: OwnerOptions = {}): Owner {
  const child = spawn(process.execPath, [MAIN, dataDir, mode], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const guard = whenWeDie('kill -s KILL -- "-$0"', [String(child.pid)])
  void ended.then(() => guard.cancel())
  const kill = () => {
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    return ended
  }
  return { child, outcome: readOutcome(child), ended, kill }
}

function readOutcome(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('the owner has no output'))
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const report: OwnerReport = JSON.parse(line)
        if (!('progress' in report)) resolve(report)
      })
      .on('close', () => reject(new Error('the owner ended')))
  })
}
