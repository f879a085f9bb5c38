import { expect, test } from 'vitest'
import { parsePostmasterPid } from './postmaster-pid.ts'

const WHOLE = '4484\n/data/postgres\n1795479922\n55999\n\n127.0.0.1\n  2146459         4\nready   \n'

test('the port is on the fourth line and the status on the eighth', () => {
  expect(parsePostmasterPid(WHOLE)).toEqual({ pid: 4484, port: 55_999, status: 'ready' })
  expect(parsePostmasterPid(WHOLE.replace('ready', 'stopping'))?.status).toBe('stopping')
})

test('a file that Postgres is still writing says that it is starting', () => {
  expect(parsePostmasterPid('4484\n/data/postgres\n')).toEqual({
    pid: 4484,
    port: undefined,
    status: 'starting',
  })
})

test('what is no postmaster.pid is none', () => {
  expect(parsePostmasterPid('')).toBeUndefined()
  expect(parsePostmasterPid('-1\n')).toBeUndefined()
  expect(parsePostmasterPid('quack\n')).toBeUndefined()
})
