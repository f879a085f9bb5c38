import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { newServer, openAnswer, turn } from '../testing/answers.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { createSession } from './create.ts'
import { deleteSession } from './delete.ts'
import { listSessionIds, verifySession } from './verify.ts'

const store = useDb()
const checksOf = async (sessionId: string) =>
  (await verifySession(store.db, 'local', sessionId)).map(({ check }) => check)

test('nothing is wrong with a session that was written through the product', async () => {
  const sessionId = await store.newSession()
  expect(await checksOf(sessionId)).toEqual([])
  await turn(store.db, sessionId, 'one?', 'one.')
  await append(store.db, sessionId, { parentId: null })
  await openAnswer(store.db, sessionId, await newServer(store.db), 'Qua')
  expect(await checksOf(sessionId)).toEqual([])
  await deleteSession(store.db, 'local', sessionId, false)
  expect(await checksOf(sessionId)).toEqual([])
})

test('a row missing before others, and a parent that is not there, are named with their numbers', async () => {
  const sessionId = await store.newSession()
  await store.sql`
    insert into messages (session_id, message_index, role, content, parent_id)
    values (${sessionId}, 0, 'user', 'my-secret', null), (${sessionId}, 2, 'user', 'my-secret', ${uuidv7()})`
  const faults = await verifySession(store.db, 'local', sessionId)
  expect(faults.map(({ check }) => check)).toEqual(['dense', 'count', 'parents'])
  expect(faults[1]).toEqual({ sessionId, check: 'count', detail: '2 rows, count 3' })
  expect(JSON.stringify(faults)).not.toContain('my-secret')
})

test("another's, an unknown and an erased session have nothing to tell", async () => {
  const theirs = await store.newSession('someone')
  await store.sql`
    insert into messages (session_id, message_index, role, content) values (${theirs}, 7, 'user', 'Quack')`
  const erased = await store.newSession()
  await deleteSession(store.db, 'local', erased, true)
  for (const sessionId of [theirs, erased, 'no-such-session']) expect(await checksOf(sessionId)).toEqual([])
})

test("the user's sessions are walked by the bytes of their ids, deleted ones too, and nobody else's", async () => {
  const ids = ['Z', '_', '-', 'a', '0', 'b-1', 'B']
  for (const id of ids) await createSession(store.db, { id: `walk${id}`, userId: 'walks' })
  await createSession(store.db, { id: 'walkc', userId: 'someone' })
  await deleteSession(store.db, 'walks', 'walka', false)
  const walked: string[] = []
  for (;;) {
    const after = walked.at(-1) ?? null
    const page = await listSessionIds(store.db, 'walks', { after, limit: 3 })
    walked.push(...page)
    if (page.length < 3) break
  }
  expect(walked).toEqual(ids.map((id) => `walk${id}`).toSorted())
})
