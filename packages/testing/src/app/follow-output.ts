import type { ChildProcess } from 'node:child_process'

/** How a server process ended. */
export interface AppExit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface Followed {
  /** The address in the ready line. Rejects when the process ends before, or prints none in 30 s. */
  ready: Promise<string>
  exited: Promise<AppExit>
  output: () => string
}

const READY_LINE = /http:\/\/127\.0\.0\.1:\d+/
const READY_WITHIN_MS = 30_000

/** Reads what a server process prints, for as long as it lives. */
export function followOutput(child: ChildProcess): Followed {
  let output = ''
  const ready = Promise.withResolvers<string>()
  const take = (chunk: Buffer) => {
    output += chunk.toString()
    const url = READY_LINE.exec(output.slice(0, output.lastIndexOf('\n') + 1))?.[0]
    if (url) ready.resolve(url)
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const exited = new Promise<AppExit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const refuse = (what: string) => ready.reject(new Error(`The server ${what}. It printed:\n${output}`))
  const timer = setTimeout(() => refuse(`was not ready after ${READY_WITHIN_MS} ms`), READY_WITHIN_MS)
  void exited.then(({ code, signal }) => refuse(`ended early (${signal ?? code})`))
  void ready.promise.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  )
  return { ready: ready.promise, exited, output: () => output }
}
