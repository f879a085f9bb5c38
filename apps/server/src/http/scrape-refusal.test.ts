import { expect, test } from 'vitest'
import { scrapeRefusal } from './scrape-refusal.ts'

const HOST = { host: '127.0.0.1:3000' }
const scrape = (headers: Record<string, string>, address: string | undefined = '127.0.0.1') =>
  scrapeRefusal({ headers: { ...HOST, ...headers }, address, token: null })
const show = (authorization: string | undefined, address = '203.0.113.7') =>
  scrapeRefusal({ headers: { ...HOST, authorization }, address, token: 't0ken' })

test.each(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])(
  'without a token %s is answered',
  (address) => {
    expect(scrape({}, address)).toBeNull()
  },
)

test.each(['203.0.113.7', '10.0.0.1', '::ffff:10.0.0.1', '2001:db8::1', '::', '127.0.0.1.example', ''])(
  'without a token %j is refused',
  (address) => {
    expect(scrape({}, address)).toBe('place')
  },
)

test('without a token a connection that is gone is refused', () => {
  expect(scrapeRefusal({ headers: HOST, address: undefined, token: null })).toBe('place')
})

test.each(['x-forwarded-for', 'x-forwarded-proto', 'x-real-ip', 'forwarded', 'via'])(
  'without a token what was forwarded is refused, by %s',
  (name) => {
    expect(scrape({ [name]: '127.0.0.1' })).toBe('place')
    expect(scrape({ [name]: '' })).toBe('place')
  },
)

test('without a token a foreign name that leads to this machine is refused', () => {
  expect(scrape({ host: 'evil.example:3000' })).toBe('place')
})

test('with a token whoever shows it is answered, from anywhere and through a proxy', () => {
  expect(show('Bearer t0ken')).toBeNull()
  expect(show('bearer t0ken')).toBeNull()
  const headers = { host: 'duck.example', authorization: 'Bearer t0ken', via: '1.1 proxy' }
  expect(scrapeRefusal({ headers, address: '10.0.0.1', token: 't0ken' })).toBeNull()
})

test.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  't0ken',
  'Basic t0ken',
  'Bearer t0ke',
  'Bearer t0ken2',
  'Bearer T0KEN',
])('with a token %j is refused, from this machine too', (authorization) => {
  expect(show(authorization)).toBe('token')
  expect(show(authorization, '127.0.0.1')).toBe('token')
})
