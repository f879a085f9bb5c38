import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStorage } from '../testing/memory-storage.ts'
import { becoming } from './becoming.ts'

const MS = 10_000

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage())
})

test('nobody is anybody else without a word', () => {
  expect(becoming.is('guest', 'ann')).toBe(false)
})

test('whoever comes while a guest signs in is the guest', () => {
  becoming.begin('guest', MS)
  expect([becoming.is('guest', 'ann'), becoming.is('other', 'ann')]).toEqual([true, false])
})

test('once it is known who came, nobody else is', () => {
  becoming.begin('guest', MS)
  becoming.done('ann')
  becoming.done('bob')
  expect([becoming.is('guest', 'ann'), becoming.is('guest', 'bob')]).toEqual([true, false])
})

test('the guest themselves is not who was waited for', () => {
  becoming.begin('guest', MS)
  becoming.done('guest')
  expect(becoming.is('guest', 'ann')).toBe(true)
})

test('who is in the middle of it is so until the server has answered, or for as long as it may take', () => {
  vi.useFakeTimers()
  becoming.begin('guest', MS)
  expect([becoming.isInTheMiddle('guest'), becoming.isInTheMiddle('other')]).toEqual([true, false])
  vi.advanceTimersByTime(MS)
  expect(becoming.isInTheMiddle('guest')).toBe(false)
  vi.useRealTimers()
  becoming.begin('guest', MS)
  becoming.arrive()
  expect([becoming.isInTheMiddle('guest'), becoming.is('guest', 'ann')]).toEqual([false, true])
  becoming.begin('guest', MS)
  becoming.done('ann')
  expect(becoming.isInTheMiddle('guest')).toBe(false)
})

test('an end is an end', () => {
  becoming.begin('guest', MS)
  becoming.end()
  expect(becoming.is('guest', 'ann')).toBe(false)
})
