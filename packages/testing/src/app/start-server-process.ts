import { spawn } from 'node:child_process'
import { whenWeDie } from '../database/when-we-die.ts'
import { type AppExit, followOutput } from './follow-output.ts'

export interface App extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string
  pid: number
  /** Everything it has printed so far, stdout and stderr. */
  output: () => string
  /** SIGTERM to the server alone, then waits for its end. */
  stop(): Promise<AppExit>
  /** SIGKILL to its whole process group, then waits for its end. */
  kill(): Promise<AppExit>
  exited: Promise<AppExit>
}

// The one form that dash and bash take for a group.
const KILL_GROUP = 'kill -s KILL -- "-$0"'

/** Runs a server program in a process group of its own until it serves; see `startApp`. */
export async function startServerProcess(main: string, env: NodeJS.ProcessEnv): Promise<App> {
  const child = spawn(process.execPath, [main], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const { pid } = child
  if (pid === undefined) throw new Error(`${process.execPath} did not start`)
  const guard = whenWeDie(KILL_GROUP, [String(pid)])
  const { ready, exited, output } = followOutput(child)
  void exited.then(() => guard.cancel())
  const end = (target: number, signal: NodeJS.Signals) => {
    sendSignal(target, signal)
    return exited
  }
  const stop = () => end(pid, 'SIGTERM')
  const kill = () => end(-pid, 'SIGKILL')
  try {
    const url = await ready
    return { url, pid, output, stop, kill, exited, [Symbol.asyncDispose]: async () => void (await kill()) }
  } catch (error) {
    await kill()
    throw error
  }
}

function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
