import { must } from '@duck/protocol'
import { TEST_SECRET } from '@duck/testing/database'
import { beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../db.ts'
import { getSessionState } from '../message/count.ts'
import { listLine } from '../message/line.ts'
import { listMessages } from '../message/list.ts'
import { prepareDatabase } from '../roles/prepare-database.ts'
import { refusal } from '../testing/refusal.ts'
import { holdLock, holdRow, whileHeld } from '../testing/while-held.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()
const HISTORY = elements('u: Hello', 'a: Hi', 'u: More', 'a: Yes')
const SAID = ['Hello', 'Hi', 'More', 'Yes']
const SESSIONS = ['listed', 'line', 'counted', 'row', 'lock', 'another', 'growing', 'read-only']

beforeAll(async () => {
  for (const session of SESSIONS) await app.save(session, HISTORY)
  await app.save(
    'large',
    Array.from({ length: 2_001 }, (_, n) => ({ role: 'user', content: `${n}` })),
  )
  await app.save('empty', null)
  await app.adopt()
  await capturedBefore('1 hour')
})

const capturedBefore = (interval: string) =>
  app.sql`update legacy_state set captured_at = clock_timestamp() - ${interval}::interval`

const list = async (sessionId: string, userId = 'local') => {
  const { messages } = await listMessages(app.db, { userId, sessionId })
  return messages.map(({ content }) => content)
}
const BUSY = { code: 'SERVICE_UNAVAILABLE', reason: 'session-busy', retryAfterMs: 500 }

describe('a session that is read before its turn shows its history', () => {
  test('in a list, and again', async () => {
    expect(await list('listed')).toEqual(SAID)
    expect(await list('listed')).toEqual(SAID)
    expect(await app.sql`select step from legacy_log where session_id = 'listed'`).toEqual([
      { step: 'absorbed' },
    ])
  })

  test('in its line', async () => {
    const { messages } = await listLine(app.db, { userId: 'local', sessionId: 'line' })
    expect(messages.map(({ content }) => content)).toEqual(SAID)
  })

  test('in its count', async () => {
    expect(await getSessionState(app.db, 'local', 'counted')).toMatchObject({ messageCount: 4 })
  })

  test('to its owner alone: another’s stays as it is', async () => {
    expect(await refusal(list('another', 'someone'))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await app.rows('another')).toEqual([])
    expect(await list('another')).toEqual(SAID)
  })

  test('one without an array is empty', async () => {
    expect(await list('empty')).toEqual([])
  })
})

test.each([
  ['row', holdRow],
  ['lock', holdLock],
])('while someone holds its %s it is busy, and then it is open', async (session, hold) => {
  const refused = await whileHeld(app.sql, [hold(session)], () => refusal(list(session)))
  expect(refused).toMatchObject(BUSY)
  expect(await list(session)).toEqual(SAID)
})

test('a long one is refused until the worker, who takes it first, is through', async () => {
  const moving = { code: 'SERVICE_UNAVAILABLE', reason: 'history-moving', retryAfterMs: 2000 }
  expect(await refusal(list('large'))).toMatchObject(moving)
  expect(await app.sql`select session_id from legacy_sessions where front`).toEqual([{ session_id: 'large' }])
  await app.sql`select * from legacy_work(200, 10000)`
  expect(await refusal(list('large'))).toMatchObject(moving)
  await app.settle()
  expect(await getSessionState(app.db, 'local', 'large')).toEqual({
    messageCount: 2_001,
    headId: must((await app.sql`select head_id from session_tail('large')`)[0], 'its tail').head_id,
  })
  expect(await app.sql`select session_id from legacy_sessions where front`).toEqual([])
})

test('an answer that may still grow stays held back, however often the session is opened', async () => {
  await capturedBefore('1 second')
  expect(await list('growing')).toEqual(SAID.slice(0, 3))
  await capturedBefore('1 hour')
  expect(await list('growing')).toEqual(SAID.slice(0, 3))
  await app.settle()
  expect(await list('growing')).toEqual(SAID)
})

test('where nothing can be written, what is there is read', async () => {
  const database = new URL(app.url).pathname.slice(1)
  await app.sql.unsafe(`alter role duck_app in database ${database} set default_transaction_read_only = on`)
  const { url } = await prepareDatabase({ url: app.url, secret: TEST_SECRET })
  const db = await connect(url)
  expect((await listMessages(db, { userId: 'local', sessionId: 'read-only' })).messages).toEqual([])
  expect((await listMessages(db, { userId: 'local', sessionId: 'listed' })).messages).toHaveLength(4)
  await db.close()
})
