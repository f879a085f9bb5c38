import type { Model } from '@duck/protocol'
import { expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { cachedList } from './cached-list.ts'

const MODEL: Model = { id: 'openai/a', provider: 'openai', name: 'a', contextWindow: null }

function setUp(load: () => Promise<Model[]>) {
  const clock = new ManualClock()
  let loads = 0
  const list = cachedList({
    clock,
    ttlMs: 30_000,
    failedTtlMs: 5_000,
    load: () => {
      loads += 1
      return load()
    },
  })
  return { clock, list, loads: () => loads }
}

test('callers at the same time share one request', async () => {
  const { promise, resolve } = Promise.withResolvers<Model[]>()
  const { list, loads } = setUp(() => promise)
  const both = Promise.all([list(), list()])
  resolve([MODEL])
  expect(await both).toEqual([[MODEL], [MODEL]])
  expect(loads()).toBe(1)
})

test('a list is asked for again after its time, not before', async () => {
  const { clock, list, loads } = setUp(async () => [MODEL])
  await list()
  clock.advance(29_999)
  await list()
  expect(loads()).toBe(1)
  clock.advance(1)
  await list()
  expect(loads()).toBe(2)
})

test('a failure is an empty list, tried again sooner', async () => {
  const answers = [Promise.reject(new Error('down')), Promise.resolve([MODEL])]
  const { clock, list } = setUp(() => answers.shift() ?? Promise.resolve([]))
  expect(await list()).toEqual([])
  clock.advance(5_000)
  expect(await list()).toEqual([MODEL])
})
