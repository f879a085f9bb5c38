import { DuckError, isUuid } from '@duck/protocol'
import { expect, test } from 'vitest'
import { messageId } from './idempotency-key.ts'

const ID = '0198aa00-0000-7abc-8def-0123456789ab'
const OTHER = '0198aa00-0000-7abc-8def-0123456789ac'

function idOf(body: unknown, key?: string | string[], user = 'local'): unknown {
  const headers = key === undefined ? {} : { 'idempotency-key': key }
  const made = messageId(body, headers as Parameters<typeof messageId>[1], user)
  return (made as { id: unknown }).id
}

test('the id of the body stands, and the rest of the body with it', () => {
  expect(messageId({ id: ID, content: 'x' }, {}, 'local')).toEqual({
    id: ID,
    content: 'x',
  })
})

test('a key that is a UUID is the id, in lower case', () => {
  expect(idOf({}, ID)).toBe(ID)
  expect(idOf({}, ID.toUpperCase())).toBe(ID)
})

test.each(['order 17', 'x', 'x'.repeat(200), '{}', 'ключ', ID.replaceAll('-', '')])(
  'the key "%s" makes one UUID a user, always the same',
  (key) => {
    const id = idOf({}, key)
    expect(isUuid(String(id))).toBe(true)
    expect(String(id)[14]).toBe('5')
    expect(idOf({}, key)).toBe(id)
    expect(idOf({}, key, 'someone')).not.toBe(id)
    expect(idOf({}, `${key.slice(0, 199)}!`)).not.toBe(id)
  },
)

test('a user and a key cannot be cut differently into another pair', () => {
  expect(idOf({}, 'c', 'ab')).not.toBe(idOf({}, 'bc', 'a'))
})

test('the id made of a key never changes from one version of the server to the next', () => {
  expect(idOf({}, 'order 17')).toBe('2de72e13-eda6-5a8a-b757-d8d4541dd825')
})

test('without id and key each call gets a new one', () => {
  expect(isUuid(String(idOf({})))).toBe(true)
  expect(idOf({})).not.toBe(idOf({}))
})

test('a body whose id is what the key says is let through', () => {
  expect(idOf({ id: ID }, ID)).toBe(ID)
  expect(idOf({ id: ID.toUpperCase() }, ID)).toBe(ID)
})

test.each([
  ['empty', {}, ''],
  ['longer than 200', {}, 'x'.repeat(201)],
  ["another than the body's id", { id: OTHER }, ID],
  ['a text beside an id', { id: ID }, 'order 17'],
  ['sent beside an id that is no text', { id: 7 }, ID],
  ['sent twice', {}, [ID, OTHER]],
])('a key that is %s is refused by name', (_what, body, key) => {
  expect(() => idOf(body, key)).toThrow(DuckError)
  expect(() => idOf(body, key)).toThrow('Idempotency-Key')
})

test('a body that is no object is left to the schema', () => {
  for (const body of [null, undefined, 'x', [1]]) expect(messageId(body, {}, 'local')).toBe(body)
})
