import { expect, test } from 'vitest'
import { entryScript } from './entry-script.ts'

test('the entry script is found whatever stands before and within its tag', () => {
  const page = `<html><script src="/theme.js"></script>
    <script type="module" crossorigin src="/assets/index-A1.js"></script></html>`
  expect(entryScript(page)).toBe('/assets/index-A1.js')
})

test('a page without one, as a proxy makes, has none', () => {
  expect(entryScript('<h1>502 Bad Gateway</h1><script src="/other.js"></script>')).toBeNull()
  expect(entryScript('')).toBeNull()
})
