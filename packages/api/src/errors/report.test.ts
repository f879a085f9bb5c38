import type { Log } from '@duck/chat'
import { DuckError } from '@duck/protocol'
import { expect, test } from 'vitest'
import { report } from './report.ts'

function listen() {
  const lines: string[] = []
  const write = (facts: object, message: string) => void lines.push(JSON.stringify({ ...facts, message }))
  const log: Log = { info: write, warn: write, error: write }
  return { log, lines }
}

const internal = (cause: unknown) =>
  new DuckError('INTERNAL_SERVER_ERROR', 'Something went wrong.', {}, cause)

test('a fault of ours is logged once, under the id that the caller gets', () => {
  const { log, lines } = listen()
  const error = internal(new Error('x'))
  const id = report(log, error, 'message.append')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(report(log, error, 'message.append')).toBe(id)
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain(id)
  expect(lines[0]).toContain('message.append')
})

test('what the caller did wrong is not logged', () => {
  const { log, lines } = listen()
  expect(report(log, new DuckError('NOT_FOUND', 'There is no such session.'), 'x')).toBeNull()
  expect(lines).toEqual([])
})

test("the log has the error's kind, code and place, never its words", () => {
  const { log, lines } = listen()
  const driver = Object.assign(new Error('Key (content)=(my secret) exists'), {
    name: 'PostgresError',
    code: '23505',
    constraint_name: 'messages_pkey',
    detail: 'my secret',
    parameters: ['my secret'],
  })
  report(log, internal(new Error('my secret', { cause: driver })), 'x')
  expect(lines[0]).toContain('PostgresError')
  expect(lines[0]).toContain('23505')
  expect(lines[0]).toContain('messages_pkey')
  expect(lines[0]).not.toContain('my secret')
})
