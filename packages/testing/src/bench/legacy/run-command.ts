import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { appEnvironment } from '../../app/start-app.ts'

const MAIN = fileURLToPath(new URL('../../../../../apps/cli/src/main.ts', import.meta.url))
const SAMPLE_MS = 200

/** One run of the operator's command. */
export interface Command {
  seconds: number
  /** Its resident memory in KiB again and again, from its start; empty where there is no /proc. */
  residentKb: number[]
}

/** Runs `duck legacy …` on the database; throws an Error with what it said when it fails. */
export async function runCommand(databaseUrl: string, ...args: string[]): Promise<Command> {
  const began = performance.now()
  const child = spawn(process.execPath, [MAIN, 'legacy', ...args], {
    env: appEnvironment({ databaseUrl }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const residentKb: number[] = []
  const sampling = setInterval(() => residentKb.push(...residentOf(child.pid)), SAMPLE_MS)
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)])
  clearInterval(sampling)
  if (code !== 0) throw new Error(`duck legacy ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`)
  return { seconds: (performance.now() - began) / 1000, residentKb }
}

/** One figure, or none where it cannot be known. */
function residentOf(pid: number | undefined): number[] {
  try {
    const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? [Number(found[1])] : []
  } catch {
    return []
  }
}
