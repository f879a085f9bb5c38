import type { IncomingMessage } from 'node:http'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { addressOf } from './address-of.ts'

const PROXIES = ['10.0.0.0/8', '127.0.0.1']

/** What both say of a request that came over these addresses. */
async function bothOf(trusted: string[], remoteAddress: string, forwarded?: string): Promise<string[]> {
  const said: string[] = []
  const ours = addressOf(trusted)
  const app = Fastify({ trustProxy: trusted.length > 0 ? trusted : false })
  app.get('/', async ({ ip, raw }) => {
    said.push(ip, ours(raw))
  })
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  await app.inject({ url: '/', remoteAddress, headers })
  await app.close()
  return said
}

test.each([
  [PROXIES, '127.0.0.1', '192.0.2.7', '192.0.2.7'],
  [PROXIES, '127.0.0.1', '198.51.100.1, 192.0.2.7, 10.1.2.3', '192.0.2.7'],
  [PROXIES, '10.9.9.9', '2001:db8::7', '2001:db8::7'],
  [PROXIES, '127.0.0.1', '10.0.0.1', '10.0.0.1'],
  [PROXIES, '192.0.2.9', '192.0.2.7', '192.0.2.9'],
  [PROXIES, '127.0.0.1', undefined, '127.0.0.1'],
  [[], '127.0.0.1', '192.0.2.7', '127.0.0.1'],
])('who trusts %j and is called by %s for %s is called by %s', async (trusted, from, forwarded, address) => {
  expect(await bothOf(trusted, from, forwarded)).toEqual([address, address])
})

test('a socket that is gone has none', () => {
  const request = { socket: {}, headers: { 'x-forwarded-for': '192.0.2.7' } } as unknown as IncomingMessage
  expect(addressOf(PROXIES)(request)).toBe('')
})
