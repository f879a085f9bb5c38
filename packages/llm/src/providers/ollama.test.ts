import { startModelServer } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { ask, readAnswer } from '../testing/read-answer.ts'
import { startHttpServer } from '../testing/start-http-server.ts'
import { createOllama } from './ollama.ts'

test('Ollama is found by itself and its models can be asked, tags and all', async () => {
  const server = await startModelServer({ models: ['llama3.2:latest', 'nomic-embed-text:latest'] })
  const ollama = createOllama({ baseUrl: server.origin }, new ManualClock())
  expect((await ollama.list()).map((model) => model.id)).toEqual(['ollama/llama3.2:latest'])
  const answer = await readAnswer(ollama.answer(ask('hello duck', { model: 'ollama/llama3.2:latest' })))
  expect(answer).toMatchObject({ failure: null, finish: { finishReason: 'completed' } })
  expect(server.requests[0]).toMatchObject({ model: 'llama3.2:latest', authorization: null })
  await server.close()
})

test('Ollama started later is found within 10 s, stopped it is gone', async () => {
  const first = await startModelServer()
  await first.close()
  const clock = new ManualClock()
  const ollama = createOllama({ baseUrl: first.origin }, clock)
  expect(await ollama.list()).toEqual([])
  const port = Number(new URL(first.origin).port)
  const later = await startModelServer({ models: ['phi'], port })
  clock.advance(10_000)
  expect((await ollama.list()).map((model) => model.id)).toEqual(['ollama/phi'])
  await later.close()
  clock.advance(10_000)
  expect(await ollama.list()).toEqual([])
})

test('an Ollama that hangs is given up after 500 ms', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  await using server = await startHttpServer(() => resolve())
  const clock = new ManualClock()
  const listing = createOllama({ baseUrl: server.origin }, clock).list()
  await arrived
  clock.advance(500)
  expect(await listing).toEqual([])
})
