import { expect, test } from 'vitest'
import type { ZodType } from 'zod'
import { LIMITS } from '../limits.ts'
import { apiKeyCreate, apiKeyRevoke, signInRevoke, userList, userResetLink } from './user.ts'

const ID = '0198aa00-0000-7abc-8def-0123456789ab'
const ok = (schema: ZodType, input: unknown) => schema.safeParse(input).success

test('the name of an API key has 1 to 100 characters, counted as people count, without the spaces around it', () => {
  const name = (text: unknown) => ok(apiKeyCreate, { name: text })
  expect(apiKeyCreate.parse({ name: ' bot\n' })).toEqual({ name: 'bot' })
  expect(name('🦆'.repeat(LIMITS.apiKeyNameChars))).toBe(true)
  expect(name('a'.repeat(LIMITS.apiKeyNameChars + 1))).toBe(false)
  for (const text of ['', ' ', 'a\u0000', '\ud83e', null, 1]) expect(name(text)).toBe(false)
})

test('ids are those of users, sign-ins and keys', () => {
  expect(ok(userResetLink, { userId: 'Zk3_-9' })).toBe(true)
  expect(ok(signInRevoke, { id: 'Zk3_-9' })).toBe(true)
  expect(ok(apiKeyRevoke, { id: ID })).toBe(true)
  for (const id of ['', '../x', 'a b', 'x'.repeat(65), null, 1]) {
    expect(ok(userResetLink, { userId: id })).toBe(false)
    expect(ok(signInRevoke, { id })).toBe(false)
    expect(ok(apiKeyRevoke, { id })).toBe(false)
  }
})

test('unknown keys are refused', () => {
  expect(ok(userList, { userId: 'x' })).toBe(false)
  expect(ok(userResetLink, { userId: 'x', password: 'y' })).toBe(false)
  expect(ok(signInRevoke, { id: 'x', userId: 'y' })).toBe(false)
  expect(ok(apiKeyCreate, { name: 'x', userId: 'y' })).toBe(false)
  expect(ok(apiKeyRevoke, { id: ID, userId: 'y' })).toBe(false)
})
