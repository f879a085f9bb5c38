import { beforeEach, expect, test, vi } from 'vitest'
import { memoryStorage } from '../testing/memory-storage.ts'
import { becoming } from './becoming.ts'

beforeEach(() => {
  vi.stubGlobal('localStorage', memoryStorage())
})

test('nobody is anybody else without a word', () => {
  expect(becoming.is('guest', 'ann')).toBe(false)
})

test('whoever comes while a guest signs in is the guest', () => {
  becoming.begin('guest')
  expect([becoming.is('guest', 'ann'), becoming.is('other', 'ann')]).toEqual([true, false])
})

test('once it is known who came, nobody else is', () => {
  becoming.begin('guest')
  becoming.done('ann')
  becoming.done('bob')
  expect([becoming.is('guest', 'ann'), becoming.is('guest', 'bob')]).toEqual([true, false])
})

test('the guest themselves is not who was waited for', () => {
  becoming.begin('guest')
  becoming.done('guest')
  expect(becoming.is('guest', 'ann')).toBe(true)
})

test('an end is an end', () => {
  becoming.begin('guest')
  becoming.end()
  expect(becoming.is('guest', 'ann')).toBe(false)
})
