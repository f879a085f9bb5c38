import { startModelServer } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { startHttpServer } from '../testing/start-http-server.ts'
import { createOpenAi } from './openai.ts'

test('offers what the server lists, without what cannot chat', async () => {
  const models = ['llama-3', 'text-embedding-3-small', 'whisper-1', 'meta-llama/x', 'gpt-4o-audio-preview']
  const server = await startModelServer({ models })
  const provider = createOpenAi({ baseUrl: `${server.url}/` }, new ManualClock())
  expect((await provider.list()).map((model) => model.id)).toEqual(['openai/llama-3', 'openai/meta-llama/x'])
  await server.close()
})

test('offers the configured models without asking the server', async () => {
  const server = await startModelServer()
  const provider = createOpenAi({ baseUrl: server.url, models: ['org/one', 'two'] }, new ManualClock())
  expect(await provider.list()).toEqual([
    { id: 'openai/org/one', provider: 'openai', name: 'org/one', contextWindow: null },
    { id: 'openai/two', provider: 'openai', name: 'two', contextWindow: null },
  ])
  expect(server.listings()).toBe(0)
  await server.close()
})

test('takes name and context window as OpenRouter and vLLM tell them', async () => {
  await using server = await startHttpServer((_, response) => {
    const data = [
      { id: 'a/b', name: 'A: B', context_length: 131072 },
      { id: 'c', max_model_len: 8192 },
      { id: 7 },
    ]
    response.end(JSON.stringify({ data }))
  })
  expect(await createOpenAi({ baseUrl: server.origin }, new ManualClock()).list()).toEqual([
    { id: 'openai/a/b', provider: 'openai', name: 'A: B', contextWindow: 131072 },
    { id: 'openai/c', provider: 'openai', name: 'c', contextWindow: 8192 },
  ])
})

test('sends the key with the listing', async () => {
  let authorization: string | undefined
  await using server = await startHttpServer((request, response) => {
    authorization = request.headers.authorization
    response.end('{"data":[]}')
  })
  await createOpenAi({ baseUrl: server.origin, apiKey: 'sk-1' }, new ManualClock()).list()
  expect(authorization).toBe('Bearer sk-1')
})

test.each([
  ['an error', 500, '{}'],
  ['no JSON', 200, '<html>'],
  ['another shape', 200, '{"data":{"id":"a"}}'],
  ['a redirect', 302, ''],
])('a listing answered with %s is an empty list', async (_title, status, body) => {
  await using server = await startHttpServer((_, response) =>
    response.writeHead(status, { location: '/' }).end(body),
  )
  expect(await createOpenAi({ baseUrl: server.origin }, new ManualClock()).list()).toEqual([])
})

test('a listing that hangs is an empty list after 2 s', async () => {
  const { promise: arrived, resolve } = Promise.withResolvers<void>()
  await using server = await startHttpServer(() => resolve())
  const clock = new ManualClock()
  const listing = createOpenAi({ baseUrl: server.origin }, clock).list()
  await arrived
  clock.advance(2_000)
  expect(await listing).toEqual([])
})
