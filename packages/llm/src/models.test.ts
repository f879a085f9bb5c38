import { startModelServer } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { createModels } from './models.ts'
import { ManualClock } from './testing/manual-clock.ts'
import { ask, readAnswer } from './testing/read-answer.ts'

const NOTHING = { openai: null, anthropic: null, ollama: null }

test('with nothing configured there is the offline duck, and it is the default', async () => {
  const models = createModels(NOTHING, new ManualClock())
  const duck = { id: 'duck/duck', provider: 'duck', name: 'The Duck (offline)', contextWindow: null }
  expect(await models.list()).toEqual([duck])
  expect(await models.defaultModel()).toEqual(duck)
  expect(await models.find('duck/duck')).toEqual(duck)
})

test('an empty OpenAI setting is no provider', async () => {
  const models = createModels({ ...NOTHING, openai: { models: ['gpt'] } }, new ManualClock())
  expect(await models.find('openai/gpt')).toBeNull()
})

test('the first real model is the default, the duck comes last', async () => {
  const server = await startModelServer({ models: ['b', 'a'] })
  const ollama = { baseUrl: server.origin }
  const models = createModels({ ...NOTHING, openai: { baseUrl: server.url }, ollama }, new ManualClock())
  const ids = (await models.list()).map((model) => model.id)
  expect(ids).toEqual(['openai/b', 'openai/a', 'ollama/b', 'ollama/a', 'duck/duck'])
  expect((await models.defaultModel()).id).toBe('openai/b')
  await server.close()
})

test('with the model server away the duck is the default and the model is not found', async () => {
  const server = await startModelServer()
  await server.close()
  const models = createModels({ ...NOTHING, openai: { baseUrl: server.url } }, new ManualClock())
  expect((await models.defaultModel()).id).toBe('duck/duck')
  expect(await models.find('openai/fake-1')).toBeNull()
})

test.each(['', 'openai', 'openai/', '/fake-1', 'fake-1', 'other/fake-1', 'openai/fake-1/x'])(
  'no model is found under the id "%s"',
  async (id) => {
    const openai = { baseUrl: 'http://127.0.0.1:9/v1', models: ['fake-1'] }
    expect(await createModels({ ...NOTHING, openai }, new ManualClock()).find(id)).toBeNull()
  },
)

test('an answer comes from the provider that the id names; the rest of the id is its model', async () => {
  const server = await startModelServer({ models: ['meta-llama/x'], reply: () => ({ deltas: 'yes' }) })
  const models = createModels({ ...NOTHING, openai: { baseUrl: server.url } }, new ManualClock())
  expect((await models.find('openai/meta-llama/x'))?.id).toBe('openai/meta-llama/x')
  const answer = await readAnswer(models.answer(ask('hello', { model: 'openai/meta-llama/x' })))
  expect(answer.text).toBe('yes')
  expect(server.requests[0]).toMatchObject({ model: 'meta-llama/x', authorization: null })
  await server.close()
})

test('an id of no provider fails as model-unreachable when the answer is read', async () => {
  const answer = createModels(NOTHING, new ManualClock()).answer(ask('hello', { model: 'gone/x' }))
  expect((await readAnswer(answer)).failure?.errorClass).toBe('model-unreachable')
})
