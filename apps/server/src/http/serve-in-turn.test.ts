import { HTTP_STATUS } from '@duck/protocol'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { CallTurns } from './call-turns.ts'
import { serveInTurn } from './serve-in-turn.ts'

test('a page and its files come though all turns for calls are taken', async () => {
  const app = Fastify()
  const turns = new CallTurns({ size: 1, mostOfCaller: 1, turnMs: 60_000 })
  serveInTurn(app, turns, () => 'ann')
  app.setErrorHandler((_error, _request, reply) => reply.code(HTTP_STATUS.TOO_MANY_REQUESTS).send())
  for (const path of ['/s/1', '/assets/page.js', '/api/sessions']) app.get(path, async () => 'here')
  using turn = await turns.take('ann')
  const call = app.inject('/api/sessions')
  expect((await app.inject('/s/1')).statusCode).toBe(200)
  expect((await app.inject('/assets/page.js')).statusCode).toBe(200)
  turn[Symbol.dispose]()
  expect((await call).statusCode).toBe(200)
  await app.close()
})
