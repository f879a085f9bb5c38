import { expect, test } from 'vitest'
import { OPEN_PATHS } from '../../src/auth/open-paths.ts'
import { below, quoted, readPage, rowsOf } from './page.ts'

test('the page has every path below /api/auth, and no other', () => {
  const part = below(readPage('api.md'), '## Who you are')
  const table = rowsOf(part).flatMap(([path = '']) => quoted(path)[0] ?? [])
  const beside = [...part.matchAll(/`(?:GET )?\/api\/auth(\/[\w/-]+)`/g)].map(([, path = '']) => path)
  const said = [...table.filter((path) => path.startsWith('/') && !path.startsWith('/api')), ...beside]
  expect(said.toSorted()).toEqual([...OPEN_PATHS].toSorted())
})
