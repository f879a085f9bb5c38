import { expect, test } from 'vitest'
import { canonicalUrl } from './canonical-url.ts'

const HERE = { host: '127.0.0.1', publicUrl: null }

test.each([
  ['localhost:3000', '/s/1?a=b', 'http://127.0.0.1:3000/s/1?a=b'],
  ['LOCALHOST:3000', '/', 'http://127.0.0.1:3000/'],
  ['[::1]:3000', '/', 'http://127.0.0.1:3000/'],
  ['localhost', '/', 'http://127.0.0.1/'],
])('a page of %s is opened where the machine’s other pages are', (asked, url, canonical) => {
  expect(canonicalUrl(HERE, asked, url)).toBe(canonical)
})

test('a page is left where it is under the one name, another, or where the operator named one', () => {
  for (const asked of ['127.0.0.1:3000', 'localhost.example:3000', undefined])
    expect(canonicalUrl(HERE, asked, '/')).toBeNull()
  expect(canonicalUrl({ host: 'localhost', publicUrl: null }, 'localhost:3000', '/')).toBeNull()
  expect(
    canonicalUrl({ host: '127.0.0.1', publicUrl: new URL('http://localhost') }, 'localhost', '/'),
  ).toBeNull()
})

test('whatever path is asked for, it leads to this machine', () => {
  for (const url of ['//evil.example', '/\\evil.example', '/@evil.example'])
    expect(new URL(canonicalUrl(HERE, 'localhost:3000', url) ?? '').host).toBe('127.0.0.1:3000')
})
