import { expect, test } from 'vitest'
import { searchMessages } from './message/search.ts'
import { getSession } from './session/get.ts'
import { verifySession } from './session/verify.ts'
import { append } from './testing/rows.ts'
import { untilWaiting } from './testing/until-waiting.ts'
import { useDb } from './testing/use-db.ts'

const store = useDb()

/** A session of the user's with something to find. */
async function needleOf(userId: string): Promise<string> {
  const sessionId = await store.newSession(userId)
  await append(store.db, sessionId, { userId, content: 'needle' })
  return sessionId
}

test('many searches and checks at once take two connections, of a user one, and each is answered', async () => {
  const sessionId = await needleOf('local')
  await needleOf('someone')
  await needleOf('another')
  const search = (userId: string) => searchMessages(store.db, { userId, query: 'needle' })
  const reads = await store.sql.begin(async (tx) => {
    await tx`lock table messages in access exclusive mode`
    const mine = ['local', 'local', 'local'].map(search)
    const check = verifySession(store.db, 'local', sessionId)
    await untilWaiting(store.sql, 1)
    expect(store.db.longReads.use()).toMatchObject({ inUse: 1, waiting: 3 })
    const others = ['someone', 'someone', 'another'].map(search)
    await untilWaiting(store.sql, 2)
    expect(store.db.main.use()).toMatchObject({ inUse: 2, waiting: 0 })
    // In an object, since a promise that is returned would be waited for.
    return { found: Promise.all([...mine, ...others]), faults: check }
  })
  const found = (await reads.found).map(({ hits }) => hits.length)
  expect(found).toEqual([1, 1, 1, 1, 1, 1])
  expect(await reads.faults).toEqual([])
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ messageCount: 1 })
})
