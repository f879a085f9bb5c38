import { expect, test } from 'vitest'
import { foreignIn, type Place } from './guard.ts'

const HOST = '127.0.0.1:3000'
const HERE = { host: '127.0.0.1', publicUrl: null }
const check = (headers: Record<string, string>, place: Place = HERE) => foreignIn(headers, place, false)

test.each([
  ['a program', { host: HOST }],
  ['our own page', { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }],
  ['an address typed into the browser', { host: HOST, 'sec-fetch-site': 'none' }],
  ['localhost', { host: 'localhost:3000', origin: 'http://localhost:3000' }],
  ['IPv6', { host: '[::1]:3000', origin: 'http://[::1]:3000' }],
])('%s passes', (_who, headers) => {
  expect(check(headers)).toBeNull()
})

test.each([
  ['another site', { host: HOST, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  [
    'another port of this machine',
    { host: HOST, origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' },
  ],
  ['a sandboxed page', { host: HOST, origin: 'null' }],
  ['a browser that names no origin', { host: HOST, 'sec-fetch-site': 'cross-site' }],
  ['a foreign name that leads here', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
  ['a foreign name without an origin', { host: 'evil.example' }],
  ['no host', {}],
])('%s is refused', (_who, headers) => {
  expect(check(headers)).not.toBeNull()
})

test('on an address that others reach, bare addresses are ours and names are not: anybody can have a name lead here', () => {
  const place = { host: '0.0.0.0', publicUrl: null }
  expect(check({ host: '192.0.2.7:3000', origin: 'http://192.0.2.7:3000' }, place)).toBeNull()
  expect(check({ host: '[2001:db8::1]:3000', origin: 'http://[2001:db8::1]:3000' }, place)).toBeNull()
  expect(check({ host: '192.0.2.7:3000', origin: 'http://192.0.2.8:3000' }, place)).toBe('origin')
  expect(check({ host: 'evil.example:3000', origin: 'http://evil.example:3000' }, place)).toBe('host')
})

test('with a public URL its origin is ours, scheme and port too, and no other name', () => {
  const place = { host: '0.0.0.0', publicUrl: new URL('https://duck.example') }
  const host = 'duck.example'
  expect(check({ host, origin: 'https://duck.example' }, place)).toBeNull()
  for (const origin of ['http://duck.example', 'https://duck.example:8443', 'https://evil.example', 'null'])
    expect(check({ host, origin }, place), origin).toBe('origin')
  expect(check({ host: '192.0.2.7' }, place)).toBe('host')
  expect(check({ host: '127.0.0.1:3000' }, place)).toBeNull()
})

test('a link from another site may lead here, but not under a foreign name', () => {
  const link = { 'sec-fetch-site': 'cross-site' }
  expect(foreignIn({ host: HOST, ...link }, HERE, true)).toBeNull()
  expect(foreignIn({ host: 'evil.example', ...link }, HERE, true)).toBe('host')
})
