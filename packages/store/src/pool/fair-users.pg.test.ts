import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { listMessages } from '../message/list.ts'
import { createSession } from '../session/create.ts'
import { untilWaiting } from '../testing/until-waiting.ts'
import { useDb } from '../testing/use-db.ts'

const store = useDb()

test('a user who asks for everything leaves connections to the others', async () => {
  const flood = await store.newSession('flood')
  const quiet = await store.newSession('quiet')
  const list = (userId: string, sessionId: string) => listMessages(store.db, { userId, sessionId })
  const calls = await store.sql.begin(async (tx) => {
    await tx`lock table messages in access exclusive mode`
    const floods = Array.from({ length: 50 }, () => list('flood', flood))
    await untilWaiting(store.sql, 4)
    expect(store.db.main.use()).toMatchObject({ inUse: 4, waiting: 46 })
    const other = list('quiet', quiet)
    await untilWaiting(store.sql, 5)
    expect(store.db.main.use()).toMatchObject({ inUse: 5, waiting: 46 })
    return { all: Promise.all([...floods, other]) }
  })
  expect(await calls.all).toHaveLength(51)
})

test('where one user has all connections for settings, the next that is free is for another', async () => {
  const create = (userId: string) => createSession(store.db, { userId, id: uuidv7() })
  const calls = await store.sql.begin(async (tx) => {
    await tx`lock table chat_sessions in access exclusive mode`
    const floods = Array.from({ length: 50 }, () => create('settings'))
    await untilWaiting(store.sql, 4)
    return { all: Promise.all([...floods, create('other')]) }
  })
  await calls.all
  // When a statement began; when it is done is the database's affair.
  const began = await store.sql<{ user_id: string }[]>`
    select user_id from chat_sessions where user_id in ('settings', 'other') order by created_at`
  expect(began).toHaveLength(51)
  // Behind the four under way and the one whose turn it was.
  expect(began.findIndex(({ user_id }) => user_id === 'other')).toBeLessThan(10)
})
