import { expect, test } from 'vitest'
import { sessionOf } from '../../testing/rows.ts'
import { unread } from './unread.ts'

test('a session is unread while its newest row is above what was read, listed or heard', () => {
  const sessions = [
    sessionOf('read', { messageCount: 4, lastReadIndex: 3 }),
    sessionOf('listed', { messageCount: 4, lastReadIndex: 2 }),
    sessionOf('heard', { messageCount: 4, lastReadIndex: 3 }),
  ]
  expect([...unread(sessions, { heard: 5, read: 4 })]).toEqual(['listed', 'heard'])
})

test('a session that was never read is unread only when something is heard of it', () => {
  const sessions = [sessionOf('old', { messageCount: 9 }), sessionOf('new', { messageCount: 9 })]
  expect([...unread(sessions, { new: 10 })]).toEqual(['new'])
})
