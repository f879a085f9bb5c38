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
export async function runDuck(args: readonly string[], options: AppOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: appEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await code, stdout, stderr }
}
