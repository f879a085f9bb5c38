import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type AppOptions, appEnvironment } from '@duck/testing/app'

export interface Ended {
  code: number | null
  /** What was asked for. */
  stdout: string
  /** What was said about it. */
  stderr: string
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** Runs `duck` as a process, with no terminal; its settings are those of a server that was started with these options. */
export function runDuck(args: readonly string[], options: AppOptions = {}): Promise<Ended> {
  return startDuck(args, options).ended
}

/** The same, with a way to send it a signal. */
export function startDuck(args: readonly string[], options: AppOptions) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: appEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const all = Promise.all([code, text(child.stdout), text(child.stderr)])
  const ended = all.then(([code, stdout, stderr]): Ended => ({ code, stdout, stderr }))
  return { ended, signal: (name: NodeJS.Signals) => child.kill(name) }
}
