import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsInTime } from './calls-in-time.ts'

/** Answers nothing but what ends in `/now`. */
const waiting = new Set<ServerResponse>()
const server = createServer((request, response) => {
  if (request.url?.endsWith('/now')) response.end('"here"')
  else waiting.add(response)
})
let url: string
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('what is under way is given up as a time-out, and what comes later is not', async () => {
  const calls = callsInTime()
  const early = calls.fetch(`${url}/early`)
  await expect.poll(() => waiting.size).toBe(1)
  calls.giveUp(0)
  await expect(early).rejects.toMatchObject({ name: 'TimeoutError' })
  const late = await calls.fetch(`${url}/now`)
  expect(await late.json()).toBe('here')
})

test('what has been under way for less than was said goes on', async () => {
  const calls = callsInTime()
  const young = calls.fetch(`${url}/young`)
  await expect.poll(() => waiting.size).toBe(2)
  calls.giveUp(60_000)
  for (const response of waiting) response.end('"late"')
  expect(await (await young).json()).toBe('late')
})

test('an answer that is here is not taken back', async () => {
  const calls = callsInTime()
  const answer = await calls.fetch(`${url}/now`)
  const said = await answer.json()
  calls.giveUp(0)
  expect(said).toBe('here')
  expect(answer.ok).toBe(true)
})

test('a caller that ends its call is told so in its own words', async () => {
  const calls = callsInTime()
  const caller = new AbortController()
  const call = calls.fetch(`${url}/ended`, { signal: caller.signal })
  caller.abort(new Error('no longer wanted'))
  await expect(call).rejects.toThrow('no longer wanted')
})
