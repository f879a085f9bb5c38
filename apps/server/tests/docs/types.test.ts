import { openApiDocument } from '@duck/api'
import { expect, test } from 'vitest'
import { below, quoted, readPage } from './page.ts'

const PAGE = readPage('api.md')
const { schemas } = openApiDocument().components

/** The keys of a reply's schema, in its order. */
function keysOf(name: string): string[] {
  return Object.keys(Object(Reflect.get(Object(Reflect.get(schemas, name)), 'properties')))
}

test.each(['Session', 'Message', 'Stream'])('the page has exactly the keys of a %s', (name) => {
  const [keys = ''] = quoted(below(PAGE, `### Type ${name}`))
  expect(keysOf(name).length).toBeGreaterThan(5)
  expect(keys).toBe(`{ ${keysOf(name).join(', ')} }`)
})

test('the page has exactly the keys of an error', () => {
  const [said = ''] = quoted(below(PAGE, '## Errors'))
  const { properties } = Object(Reflect.get(Object(Reflect.get(schemas, 'Error')), 'properties')).error
  const names = said.match(/"(\w+)"/g)?.map((name) => name.slice(1, -1))
  expect(names).toEqual(['error', ...Object.keys(properties)])
})
