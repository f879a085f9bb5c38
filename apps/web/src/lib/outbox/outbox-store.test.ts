import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStorage } from '../../testing/memory-storage.ts'
import { hasKept, keptIds, keptKey, moveKept } from '../kept.ts'
import { storage } from '../storage.ts'
import { newEntry } from './outbox-entry.ts'
import { openOutboxStore } from './outbox-store.ts'

// There is no IndexedDB here, as in browsers that keep none; those that do have it are tested as browsers.
beforeEach(() => void vi.stubGlobal('localStorage', memoryStorage()))

const draft = { sessionId: 's', id: 'm1', streamId: 'a1', content: 'Hello', model: 'm', begins: true }
const entry = newEntry('ann', draft)

test('what is added is kept before the call returns', () => {
  void openOutboxStore().add(entry)
  expect(keptIds('ann', 'unsent')).toEqual(['m1'])
})

test('after a reload it is there again, as it was', async () => {
  await openOutboxStore().add(entry)
  const store = openOutboxStore()
  await store.recover('ann')
  expect(await store.all('ann')).toEqual([entry])
  expect(await store.all('bob')).toEqual([])
})

test('what was changed is kept changed, and what was taken out is gone', async () => {
  const store = openOutboxStore()
  await store.add(entry)
  await store.change('ann', (one) => ({ ...one, refused: 'No.' }))
  const reloaded = openOutboxStore()
  await reloaded.recover('ann')
  expect(await reloaded.all('ann')).toMatchObject([{ id: 'm1', refused: 'No.' }])
  await reloaded.change('ann', () => null)
  expect([await reloaded.all('ann'), keptIds('ann', 'unsent')]).toEqual([[], []])
})

test('where localStorage takes nothing either, it lives as long as the page', async () => {
  vi.stubGlobal('localStorage', undefined)
  const store = openOutboxStore()
  await store.add(entry)
  expect(await store.all('ann')).toEqual([entry])
})

test('it is known without asking the store whether anything of a user’s is left', async () => {
  const store = openOutboxStore()
  await store.add(entry)
  await store.all('ann')
  expect(hasKept('ann')).toBe(true)
  await store.change('ann', () => null)
  await store.all('ann')
  expect(hasKept('ann')).toBe(false)
})

test('a guest’s things become the account’s', async () => {
  await openOutboxStore().add(newEntry('guest', draft))
  moveKept('guest', 'ann')
  const store = openOutboxStore()
  await store.recover('ann')
  expect(await store.all('ann')).toEqual([entry])
})

test('what an older version of the page did not get sent is taken over as refused', async () => {
  const { begins: _begins, ...old } = draft
  storage.write(keptKey('ann', 'refused', 'm1'), JSON.stringify({ ...old, reason: 'Too late.' }))
  storage.write(keptKey('ann', 'refused', 'm2'), 'no entry')
  const store = openOutboxStore()
  await store.recover('ann')
  expect(await store.all('ann')).toMatchObject([{ id: 'm1', content: 'Hello', refused: 'Too late.' }])
})
