import { createInterface } from 'node:readline'
import type { Context } from './context.ts'

/** The context of this process: stdout for what was asked for, stderr for the rest. */
export function processContext(signal: AbortSignal): Context {
  // Whoever reads only the first lines has not done anything wrong.
  process.stdout.on('error', () => {})
  return {
    variables: process.env,
    signal,
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    draw: process.stderr.isTTY ? draw : null,
    ask: process.stdin.isTTY ? (question) => ask(question, signal) : null,
  }
}

/** Back to the start of the line, what is said, and the rest of the line cleared; never more than a line. */
function draw(line: string): void {
  process.stderr.write(`\r${line.slice(0, (process.stderr.columns ?? 80) - 1)}\u001b[K`)
}

/** The line, '' at the end of the input. */
async function ask(question: string, signal: AbortSignal): Promise<string> {
  process.stderr.write(question)
  // The terminal edits the line itself, and Ctrl-C stays a signal.
  const lines = createInterface({ input: process.stdin, terminal: false, signal })
  const answer = await new Promise<string>((resolve) => {
    lines.once('line', resolve)
    lines.once('close', () => resolve(''))
  })
  lines.close()
  signal.throwIfAborted()
  return answer
}
