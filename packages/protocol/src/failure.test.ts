import { describe, expect, it } from 'vitest'
import { failureOf, isTransient } from './failure.ts'

const answered = (code: string) => ({ message: code, data: { code } })
const byProxy = (status: number) => ({ message: 'x', meta: { response: { status } } })

describe('worth another try', () => {
  it.each([
    ['no answer', new TypeError('fetch failed')],
    ['a busy server', answered('SERVICE_UNAVAILABLE')],
    ['too many requests', answered('TOO_MANY_REQUESTS')],
    ['a proxy without a server', byProxy(502)],
  ])('%s', (_, error) => expect(isTransient(error, 99)).toBe(true))

  it('a fault in the server, a few times', () => {
    expect(isTransient(answered('INTERNAL_SERVER_ERROR'), 1)).toBe(true)
    expect(isTransient(answered('INTERNAL_SERVER_ERROR'), 3)).toBe(false)
  })
})

describe('final', () => {
  it.each(['BAD_REQUEST', 'CONFLICT', 'NOT_FOUND', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE'])('%s', (code) =>
    expect(isTransient(answered(code), 1)).toBe(false),
  )
  it('a refusal before the router', () => expect(isTransient(byProxy(413), 1)).toBe(false))
})

it('a refusal before the router has the code of its status', () => {
  expect(failureOf(byProxy(413)).code).toBe('PAYLOAD_TOO_LARGE')
})
