import { sessionCreate, sessionDelete, sessionUpdate } from '@duck/protocol/schemas'
import { expect, test } from 'vitest'
import { givenInput } from './given-input.ts'

const PATCH = { method: 'PATCH', input: sessionUpdate } as const
const POST = { method: 'POST', input: sessionCreate.unwrap() } as const
const DELETE = { method: 'DELETE', input: sessionDelete } as const
const params = { sessionId: 's' }

test('fields come from the path, and from the body or the query, whichever the method has', () => {
  expect(givenInput(PATCH, { params, query: {}, body: { title: null } })).toEqual({
    sessionId: 's',
    title: null,
  })
  expect(givenInput(DELETE, { params, query: { forever: 'true' }, body: undefined })).toEqual({
    sessionId: 's',
    forever: true,
  })
  expect(givenInput(POST, { params: {}, query: {}, body: undefined })).toEqual({})
})

test.each([
  ['in the query of a PATCH', PATCH, { query: { title: 'x' }, body: {} }, 'title'],
  ['in the body of a DELETE', DELETE, { query: {}, body: { forever: true } }, 'forever'],
  ['that is no object, in a DELETE', DELETE, { query: {}, body: null }, 'body'],
  ['of the path in the body', PATCH, { query: {}, body: { sessionId: 's' } }, 'sessionId'],
  ['of the path in the query', DELETE, { query: { sessionId: 't' }, body: undefined }, 'sessionId'],
])('a field %s is refused by name, not left aside', (_what, route, sent, field) => {
  expect(() => givenInput(route, { params, ...sent })).toThrow(`${field}: does not belong there`)
})

test.each([null, [], 'x', 7])('a body that is no object, %j, is left to the schema', (body) => {
  expect(givenInput(POST, { params: {}, query: {}, body })).toBe(body)
})
