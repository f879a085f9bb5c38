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
  const order: string[] = []
  const create = (userId: string) =>
    createSession(store.db, { userId, id: uuidv7() }).then(() => order.push(userId))
  const calls = await store.sql.begin(async (tx) => {
    await tx`lock table chat_sessions in access exclusive mode`
    const floods = Array.from({ length: 50 }, () => create('flood'))
    await untilWaiting(store.sql, 4)
    return { all: Promise.all([...floods, create('quiet')]) }
  })
  await calls.all
  // It begins behind the four under way; how many of the others are done before it is the database's affair. Without turns it
  // would begin as the last.
  expect(order.indexOf('quiet')).toBeLessThan(30)
})
