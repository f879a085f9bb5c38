import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { followOutput } from './follow-output.ts'

function run(program: string) {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] })
  return { child, ...followOutput(child) }
}

test('a server is ready once it printed its address, also in pieces and among other lines', async () => {
  const app = run(
    `process.stdout.write('hello\\n{"at":"http://127.0.0.1:41'); setTimeout(() => console.log('23"}'), 30); setInterval(() => {}, 1000)`,
  )
  await expect(app.ready).resolves.toBe('http://127.0.0.1:4123')
  app.child.kill('SIGKILL')
  await expect(app.exited).resolves.toEqual({ code: null, signal: 'SIGKILL' })
})

test('a server that ends before it is ready is refused with all it printed', async () => {
  const app = run(`console.log('one'); console.error('two'); process.exitCode = 3`)
  await expect(app.ready).rejects.toThrow(/ended early \(3\).*(one\s+two|two\s+one)/s)
  await expect(app.exited).resolves.toEqual({ code: 3, signal: null })
})
