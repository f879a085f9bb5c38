import { run } from '../run.ts'
import type { Ended } from './run-duck.ts'

interface Here {
  /** The environment. */
  variables: Record<string, string | undefined>
  /** The person at the terminal; nobody is there without. */
  ask?: (question: string) => Promise<string>
}

/** Runs `duck` inside the test: all but a process of its own, which takes its time to begin. */
export async function runHere(args: readonly string[], { variables, ask }: Here): Promise<Ended> {
  let [stdout, stderr] = ['', '']
  const code = await run(args, {
    variables,
    signal: new AbortController().signal,
    print(line) {
      stdout += `${line}\n`
    },
    note(line) {
      stderr += `${line}\n`
    },
    draw: null,
    ask: ask ?? null,
  })
  return { code, stdout, stderr }
}
