import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useDb } from '../testing/use-db.ts'
import { createSession } from './create.ts'
import { deleteSession } from './delete.ts'
import { isUnnamed, nameSession, titleSession } from './title.ts'
import { updateSession } from './update.ts'

const store = useDb()

async function titleOf(sessionId: string): Promise<unknown> {
  const rows = await store.sql`select title, title_by from chat_sessions where id = ${sessionId}`
  return [rows[0]?.title, rows[0]?.title_by]
}

test('the text names a session that has no title, and leaves it to a model to name it better, once', async () => {
  const sessionId = await store.newSession()
  expect(await titleSession(store.db, 'local', sessionId, 'Hello')).toBe(true)
  expect(await titleSession(store.db, 'local', sessionId, 'Again')).toBe(false)
  expect(await isUnnamed(store.db, 'local', sessionId)).toBe(true)
  expect(await nameSession(store.db, 'local', sessionId, 'Ducks')).toBe(true)
  expect(await isUnnamed(store.db, 'local', sessionId)).toBe(false)
  expect(await nameSession(store.db, 'local', sessionId, 'Geese')).toBe(false)
  expect(await titleOf(sessionId)).toEqual(['Ducks', 'model'])
})

test('of two models that name a session at once one does', async () => {
  const sessionId = await store.newSession()
  const names = ['Ducks', 'Geese'].map((title) => nameSession(store.db, 'local', sessionId, title))
  expect((await Promise.all(names)).filter((named) => named)).toHaveLength(1)
})

test('a title of the user’s is nobody’s to change, from the start or later', async () => {
  const { session } = await createSession(store.db, { id: uuidv7(), userId: 'local', title: 'Mine' })
  const later = await store.newSession()
  await titleSession(store.db, 'local', later, 'Hello')
  await updateSession(store.db, { userId: 'local', sessionId: later, title: 'Mine' })
  for (const id of [session.id, later]) {
    expect(await isUnnamed(store.db, 'local', id)).toBe(false)
    expect(await nameSession(store.db, 'local', id, 'Ducks')).toBe(false)
    expect(await titleSession(store.db, 'local', id, 'Ducks')).toBe(false)
    expect(await titleOf(id)).toEqual(['Mine', 'user'])
  }
})

test('a model that adds nothing keeps the title there is as its own; where there is none nothing is named', async () => {
  const [named, untitled] = [await store.newSession(), await store.newSession()]
  await titleSession(store.db, 'local', named, 'Hello')
  expect(await nameSession(store.db, 'local', named, null)).toBe(true)
  expect(await titleOf(named)).toEqual(['Hello', 'model'])
  expect(await nameSession(store.db, 'local', untitled, null)).toBe(false)
  expect(await titleOf(untitled)).toEqual([null, null])
})

test("another's and a deleted session are not named", async () => {
  const [theirs, deleted] = [await store.newSession('someone'), await store.newSession()]
  await deleteSession(store.db, 'local', deleted, false)
  for (const sessionId of [theirs, deleted]) {
    expect(await isUnnamed(store.db, 'local', sessionId)).toBe(false)
    expect(await titleSession(store.db, 'local', sessionId, 'Ducks')).toBe(false)
    expect(await nameSession(store.db, 'local', sessionId, 'Ducks')).toBe(false)
    expect(await titleOf(sessionId)).toEqual([null, null])
  }
})
