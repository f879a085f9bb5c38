import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

export interface Guard {
  /** Nothing is left to clean up. */
  cancel: () => void
}

/**
 * Has `/bin/sh` run a script (its arguments are `$0`, `$1` …) as soon as this process is gone, a kill -9
 * included: it waits for the end of a pipe that only we hold open.
 */
export function whenWeDie(script: string, args: readonly string[]): Guard {
  const child = spawn('/bin/sh', ['-c', `read -r _; ${script}`, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.unref()
  // Node may end although the pipe is open: that is what the shell waits for.
  if (child.stdin instanceof Socket) child.stdin.unref()
  return { cancel: () => void child.kill('SIGKILL') }
}
