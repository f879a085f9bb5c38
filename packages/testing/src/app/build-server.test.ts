import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const DIST = `${ROOT}apps/server/dist/`

// Built by the global set-up.
const files = readdirSync(DIST).filter((name) => name.endsWith('.js'))

test('the server is built into a few files', () => {
  expect(files).toContain('main.js')
  expect(files.length).toBeLessThan(30)
})

test('no file of the build names the folder it was built in, so that a clone may be moved', () => {
  for (const file of files) expect(readFileSync(DIST + file, 'utf8').includes(ROOT), file).toBe(false)
})
