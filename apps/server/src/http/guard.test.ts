import { expect, test } from 'vitest'
import { foreignIn } from './guard.ts'

const HOST = '127.0.0.1:3000'
const check = (headers: Record<string, string>, listensOn = '127.0.0.1') =>
  foreignIn(headers, listensOn, false)

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

test('on an address that others reach, any name is ours', () => {
  expect(check({ host: 'duck.example', origin: 'https://duck.example' }, '0.0.0.0')).toBeNull()
  expect(check({ host: 'duck.example', origin: 'https://evil.example' }, '0.0.0.0')).toBe('origin')
})

test('a link from another site may lead here, but not under a foreign name', () => {
  const link = { 'sec-fetch-site': 'cross-site' }
  expect(foreignIn({ host: HOST, ...link }, '127.0.0.1', true)).toBeNull()
  expect(foreignIn({ host: 'evil.example', ...link }, '127.0.0.1', true)).toBe('host')
})
