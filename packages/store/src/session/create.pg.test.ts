import { must, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { createSession } from './create.ts'
import { deleteSession } from './delete.ts'
import { getSession } from './get.ts'
import { titleSession } from './title.ts'
import { updateSession } from './update.ts'

const store = useDb()

test('a session comes back as it was created', async () => {
  const settings = { title: 'Ponds', model: 'duck/duck', systemPrompt: 'Quack only. 🦆\u0301' }
  const { session, replay } = await createSession(store.db, { id: 'pond_-1', userId: 'local', ...settings })
  expect(replay).toBe(false)
  expect(session).toEqual({
    id: 'pond_-1',
    ...settings,
    headId: null,
    pinned: false,
    archivedAt: null,
    messageCount: 0,
    lastMessageAt: null,
    lastReadIndex: -1,
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: session.createdAt,
  })
  expect(await getSession(store.db, 'local', 'pond_-1')).toEqual(session)
})

test('the same create again gives the session as it is now', async () => {
  const input = { id: uuidv7(), userId: 'local' }
  await createSession(store.db, input)
  const { id } = await append(store.db, input.id)
  await titleSession(store.db, 'local', input.id, 'Named by a model')
  const again = await createSession(store.db, input)
  expect(again).toMatchObject({
    replay: true,
    session: { messageCount: 1, headId: id, title: 'Named by a model' },
  })
})

test('the same create 16 times at once makes one session, new to one caller', async () => {
  const input = { id: uuidv7(), userId: 'local', title: 'Once' }
  const answers = await Promise.all(upTo(16).map(() => createSession(store.db, input)))
  expect(answers.filter((answer) => !answer.replay)).toHaveLength(1)
  for (const { session } of answers) expect(session).toStrictEqual(must(answers[0], 'an answer').session)
})

test('an id that is taken is the same conflict whoever holds it, and changes nothing', async () => {
  const other = await store.newSession()
  const theirs = await store.newSession('someone')
  const deleted = await store.newSession()
  await deleteSession(store.db, 'local', deleted, false)
  const before = await store.sql`select * from chat_sessions order by id`
  const create = (id: string) => refusal(createSession(store.db, { id, userId: 'local', title: 'Mine' }))
  const refused = await create(theirs)
  expect(refused).toEqual({
    code: 'CONFLICT',
    field: 'id',
    reason: 'id-reused',
    message: expect.any(String),
  })
  expect(await create(other)).toEqual(refused)
  expect(await create(deleted)).toEqual(refused)
  expect(await store.sql`select * from chat_sessions order by id`).toEqual(before)
})

test("another's session with the very same settings is a conflict too", async () => {
  const id = await store.newSession('someone')
  expect(await refusal(createSession(store.db, { id, userId: 'local' }))).toMatchObject({ code: 'CONFLICT' })
})

test('an id is free again once its session is erased', async () => {
  const id = await store.newSession('someone')
  await deleteSession(store.db, 'someone', id, true)
  expect(await createSession(store.db, { id, userId: 'local' })).toMatchObject({ replay: false })
})

test('a create again after the title was changed is a conflict, not a change', async () => {
  const input = { id: uuidv7(), userId: 'local', title: 'First' }
  await createSession(store.db, input)
  await updateSession(store.db, { userId: 'local', sessionId: input.id, title: 'Second' })
  expect(await refusal(createSession(store.db, input))).toMatchObject({ code: 'CONFLICT' })
  expect(await getSession(store.db, 'local', input.id)).toMatchObject({ title: 'Second' })
})
