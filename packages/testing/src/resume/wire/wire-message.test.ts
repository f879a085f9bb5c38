import { expect, test } from 'vitest'
import { readWireMessage, subscribeFrame } from './wire-message.ts'

const read = (frame: object) => readWireMessage(JSON.stringify(frame))

test('an event comes with its id where it is tracked, and bare where it is not', () => {
  const data = { type: 'resync' }
  expect(read({ id: 1, result: { type: 'data', id: 'x.7', data: { id: 'x.7', data } } })).toEqual({
    kind: 'event',
    id: 'x.7',
    data,
  })
  expect(read({ id: 1, result: { type: 'data', data } })).toEqual({ kind: 'event', id: undefined, data })
})

test('what else a server says is told apart', () => {
  expect(readWireMessage('PING')).toEqual({ kind: 'ping' })
  expect(read({ id: 1, result: { type: 'started' } })).toEqual({ kind: 'started' })
  expect(read({ id: 1, result: { type: 'stopped' } })).toEqual({ kind: 'stopped' })
  expect(read({ id: null, method: 'reconnect' })).toEqual({ kind: 'reconnect' })
  expect(read({ id: 1, error: { message: 'no', code: -32004, data: { code: 'NOT_FOUND' } } })).toEqual({
    kind: 'error',
    code: 'NOT_FOUND',
    message: 'no',
  })
})

test('a frame that tRPC does not have is refused', () => {
  expect(() => read({ id: 1, result: { type: 'datum' } })).toThrow('a frame that tRPC does not have')
  expect(() => read({ id: 1, result: { type: 'data', id: 'a', data: { id: 'b' } } })).toThrow('two ids')
})

test('the id of the last event stands beside the input', () => {
  expect(JSON.parse(subscribeFrame('sync.subscribe', { sessionIds: [] }, 'a.1'))).toEqual({
    id: 1,
    method: 'subscription',
    params: { path: 'sync.subscribe', input: { sessionIds: [] }, lastEventId: 'a.1' },
  })
  expect(JSON.parse(subscribeFrame('x', {}, undefined)).params).toEqual({ path: 'x', input: {} })
})
