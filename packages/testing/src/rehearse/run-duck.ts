import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { appEnvironment } from '../app/start-app.ts'

const MAIN = fileURLToPath(new URL('../../../../apps/cli/src/main.ts', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
  seconds: number
}

/** Runs `duck` as a process, with the settings of a server on that database and no terminal. */
export async function runDuck(
  args: readonly string[],
  options: Parameters<typeof appEnvironment>[0],
): Promise<Ended> {
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: appEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [exit, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)])
  return { code: exit, stdout, stderr, seconds: (performance.now() - began) / 1000 }
}
