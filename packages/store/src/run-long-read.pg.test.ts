import { expect, test } from 'vitest'
import { searchMessages } from './message/search.ts'
import { getSession } from './session/get.ts'
import { verifySession } from './session/verify.ts'
import { append } from './testing/rows.ts'
import { untilWaiting } from './testing/until-waiting.ts'
import { useDb } from './testing/use-db.ts'

const store = useDb()

test('many searches and checks at once take two connections, whoever asks, and each is answered', async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId, { content: 'needle' })
  const search = (userId: string) => searchMessages(store.db, { userId, query: 'needle' })
  const reads = await store.sql.begin(async (tx) => {
    await tx`lock table messages in access exclusive mode`
    const searches = ['local', 'local', 'local', 'someone', 'someone', 'another'].map(search)
    const check = verifySession(store.db, 'local', sessionId)
    await untilWaiting(store.sql, 2)
    expect(store.db.main.use()).toMatchObject({ inUse: 2, waiting: 0 })
    // In an object, since a promise that is returned would be waited for.
    return { found: Promise.all(searches), faults: check }
  })
  const found = (await reads.found).map(({ hits }) => hits.length)
  expect(found).toEqual([1, 1, 1, 0, 0, 0])
  expect(await reads.faults).toEqual([])
  expect(await getSession(store.db, 'local', sessionId)).toMatchObject({ messageCount: 1 })
})
