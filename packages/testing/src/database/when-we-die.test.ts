import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
const MODULE = new URL('./when-we-die.ts', import.meta.url).href

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duck-guard-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** A Node that has a guard which makes the file `died` when it is gone. */
function guarded(then: string) {
  const program = `import { whenWeDie } from '${MODULE}'; const guard = whenWeDie('touch "$0/died"', ['${folder}']); ${then}`
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function ended(child: ReturnType<typeof guarded>): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

test('the guard acts after a kill -9', async () => {
  const child = guarded(`console.log('up'); setInterval(() => {}, 1000)`)
  child.stdout?.once('data', () => child.kill('SIGKILL'))
  await expect.poll(() => existsSync(path.join(folder, 'died')), { timeout: 5_000 }).toBe(true)
})

test('the guard neither keeps Node alive nor acts once it is cancelled', async () => {
  const child = guarded('guard.cancel()')
  await ended(child)
  expect(existsSync(path.join(folder, 'died'))).toBe(false)
})

test('Node ends by itself although it has a guard', async () => {
  await ended(guarded(''))
  await expect.poll(() => existsSync(path.join(folder, 'died')), { timeout: 5_000 }).toBe(true)
})
