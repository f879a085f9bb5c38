import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { countShown } from './count-shown.ts'

const store = useDb()

test('what the tabs of many users show is counted at once, an empty session as 0', async () => {
  const [mine, empty] = [await store.newSession('ann'), await store.newSession('ann')]
  const theirs = await store.newSession('ben')
  for (const _ of [1, 2]) await append(store.db, mine, { userId: 'ann' })
  await append(store.db, theirs, { userId: 'ben' })
  const shown = [
    { userId: 'ann', sessionId: mine },
    { userId: 'ben', sessionId: theirs },
    { userId: 'ann', sessionId: empty },
  ]
  const counts = await countShown(store.db, shown)
  expect(new Set(counts)).toEqual(
    new Set([
      { userId: 'ann', sessionId: mine, messageCount: 2 },
      { userId: 'ben', sessionId: theirs, messageCount: 1 },
      { userId: 'ann', sessionId: empty, messageCount: 0 },
    ]),
  )
})

test("another's, an unknown and a deleted session are left out alike", async () => {
  const [theirs, deleted] = [await store.newSession('ben'), await store.newSession('ann')]
  await deleteSession(store.db, 'ann', deleted, false)
  const shown = [theirs, deleted, 'no-such-session'].map((sessionId) => ({ userId: 'ann', sessionId }))
  expect(await countShown(store.db, shown)).toEqual([])
})
