import { expect, test } from 'vitest'
import { callName } from './call-name.ts'

test.each(['message.append', 'message.send', 'session.list', 'sync.subscribe'])(
  'a call of %s has its name',
  (path) => {
    expect(callName(path)).toBe(path)
  },
)

test('several calls are a batch, whatever they are', () => {
  expect(callName('message.append,session.list')).toBe('batch')
  expect(callName('my secret,')).toBe('batch')
})

test.each([
  'message',
  'message.nothing',
  '',
  '__proto__',
  'constructor',
  'message.append/..',
  'Message.append',
])('%j is no procedure and lends no name', (path) => {
  expect(callName(path)).toBe('unknown')
})
