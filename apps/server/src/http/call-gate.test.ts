import { LIMITS } from '@duck/protocol'
import { expect, test } from 'vitest'
import { CallGate } from './call-gate.ts'

function gate() {
  const answered: unknown[] = []
  const opened = new CallGate({ answer: (message) => answered.push(message) })
  /** The ids of the calls that are let through. */
  const through = (...messages: object[]) => {
    const [only] = messages
    const decoded = opened.decode(JSON.stringify(messages.length === 1 ? only : messages))
    return Array.isArray(decoded) ? decoded.map(({ id }) => id) : decoded
  }
  return { gate: opened, answered, through }
}

const call = (id: unknown, method = 'query') => ({ id, method, params: { path: 'model.list' } })
const calls = (count: number, from = 0) => Array.from({ length: count }, (_, place) => call(from + place))
const refused = (id: unknown, code: string) => ({ id, error: { data: { code, path: 'model.list' } } })

test('a batch of ten is let through; of eleven none is, and each is told why', () => {
  const { through, answered } = gate()
  expect(through(...calls(LIMITS.batchCalls))).toHaveLength(LIMITS.batchCalls)
  expect(answered).toEqual([])
  expect(through(...calls(LIMITS.batchCalls + 1, 100))).toEqual([])
  expect(answered).toMatchObject(
    calls(LIMITS.batchCalls + 1, 100).map(({ id }) => refused(id, 'BAD_REQUEST')),
  )
})

test('a hundred calls may be under way, and the next is told to come later', () => {
  const { gate: opened, through, answered } = gate()
  for (const each of calls(LIMITS.socketCalls)) expect(through(each)).toEqual([each.id])
  expect(through(call('more'))).toEqual([])
  expect(answered).toMatchObject([
    {
      id: 'more',
      error: { data: { code: 'TOO_MANY_REQUESTS', reason: 'socket-calls', retryAfterMs: 1000 } },
    },
  ])
  opened.see({ id: 7, result: { type: 'data', data: null } })
  opened.see({ id: 8, error: {} })
  opened.see({ id: 9_999, result: { type: 'data', data: null } })
  expect(through(call('one'), call('two'), call('three'))).toEqual(['one', 'two'])
})

test('a subscription is under way until it is stopped or fails, whatever it tells', () => {
  const { gate: opened, through } = gate()
  through(call(1, 'subscription'))
  opened.see({ id: 1, result: { type: 'started' } })
  opened.see({ id: 1, result: { type: 'data', data: 1 } })
  expect(through(call(1, 'subscription'))).toEqual([])
  expect(through({ id: 1, method: 'subscription.stop' })).toEqual([1])
  expect(through(call(1, 'subscription'))).toEqual([])
  opened.see({ id: 1, result: { type: 'stopped' } })
  expect(through(call(1, 'subscription'))).toEqual([1])
  opened.see({ id: 1, error: {} })
  expect(through(call(1, 'subscription'))).toEqual([1])
})

test('the id of a call under way stands for it alone', () => {
  const { through, answered } = gate()
  expect(through(call('a'), call('a'))).toEqual(['a'])
  expect(answered).toMatchObject([refused('a', 'BAD_REQUEST')])
})

test.each([
  ['no JSON', '{'],
  ['no object', '7'],
  ['no method', '{"id":1}'],
  ['another method', '{"id":1,"method":"delete","params":{"path":"x"}}'],
  ['an id that is an object', '{"id":{},"method":"query","params":{"path":"x"}}'],
  ['an id as long as a book', JSON.stringify({ ...call('x'.repeat(101)) })],
  ['one of many that is odd', JSON.stringify([call(1), {}])],
])('%s is refused, and counts as no call under way', (_what, text) => {
  const { gate: opened, through } = gate()
  expect(() => opened.decode(text)).toThrow()
  expect(through(...calls(10, 1))).toHaveLength(10)
})
