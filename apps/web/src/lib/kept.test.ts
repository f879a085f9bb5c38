import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStorage } from '../testing/memory-storage.ts'
import { hasKept, keptIds, keptKey, moveKept, wipeKept } from './kept.ts'
import { storage } from './storage.ts'

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage())
})

const draft = (userId: string | null, text: string) => storage.write(keptKey(userId, 'draft', 's'), text)

test("what is kept of one user is not another's", () => {
  draft('ann', 'Hello')
  expect(keptIds('ann', 'draft')).toEqual(['s'])
  expect(keptIds('ann', 'refused')).toEqual([])
  expect(keptIds('bob', 'draft')).toEqual([])
  expect([hasKept('ann'), hasKept('bob')]).toEqual([true, false])
})

test('wiping takes all of one user and nothing else', () => {
  draft('ann', 'Hello')
  draft('bob', 'Hi')
  storage.write('duck.theme', 'dark')
  wipeKept('ann')
  expect(storage.keys('').toSorted()).toEqual(['duck.theme', keptKey('bob', 'draft', 's')])
})

test('a user whose id begins like another one keeps what is theirs', () => {
  draft('ann', 'Hello')
  draft('anna', 'Hi')
  wipeKept('ann')
  expect(storage.read(keptKey('anna', 'draft', 's'))).toBe('Hi')
})

test('what was typed before anybody was known, also by an older version, becomes the first user’s', () => {
  draft(null, 'Before')
  storage.write('duck.draft.old', 'Older')
  moveKept(null, 'ann')
  expect(keptIds('ann', 'draft').toSorted()).toEqual(['old', 's'])
  expect(storage.keys('').every((key) => key.startsWith('duck.user.ann.'))).toBe(true)
})

test('moving never takes away what the other one has', () => {
  draft('guest', 'Theirs')
  draft('ann', 'Mine')
  moveKept('guest', 'ann')
  expect(storage.read(keptKey('ann', 'draft', 's'))).toBe('Mine')
})
