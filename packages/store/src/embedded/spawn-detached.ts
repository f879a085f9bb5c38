import { type ChildProcess, spawn } from 'node:child_process'
import { account, type RunAs } from './run-as.ts'

interface Program {
  runAs: RunAs
  program: string
  args: readonly string[]
  /** File descriptor that takes stdout and stderr. */
  output: number
}

/** A child that has begun; `ended` settles with a sentence once it is gone. */
export interface Spawned {
  child: ChildProcess
  ended: Promise<string>
}

/** Starts a program in a session of its own, so that a Ctrl-C meant for Node does not reach it. */
export function spawnDetached({ runAs, program, args, output }: Program): Spawned {
  const [command = program, ...rest] = [...runAs.prefix, program, ...args]
  const child = spawn(command, rest, {
    ...account(runAs),
    // Only this: PG* and LD_* variables of the caller would change what Postgres does.
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
    cwd: '/',
    detached: true,
    stdio: ['ignore', output, output],
  })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`did not start: ${error.message}`))
    child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`))
  })
  return { child, ended }
}
