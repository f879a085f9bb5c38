import { useTestDatabase } from '@duck/testing/database'
import { startPgbouncer, userOf } from '@duck/testing/pgbouncer'
import { expect, test } from 'vitest'
import { connect } from '../db.ts'
import { createSession } from '../session/create.ts'
import { listSessions } from '../session/list.ts'
import { append, indexesOf, upTo } from '../testing/rows.ts'

const database = useTestDatabase()

test('behind a pooler in transaction mode appends are dense and users never meet', async () => {
  const port = Number(new URL(database.url).port)
  await using pooler = await startPgbouncer({ port, users: [userOf(database.appUrl)], poolSize: 4 })
  const db = await connect(pooler.through(database.appUrl))
  const users = ['alice', 'bob']
  const sessions = users.flatMap((userId) => upTo(10).map((n) => ({ userId, id: `${userId}-${n}` })))
  await Promise.all(sessions.map((session) => createSession(db, session)))
  // Few at a time: on a busy machine those behind hundreds wait longer than a call may, and are refused.
  const readers = users.flatMap((userId) => upTo(4).map(() => userId))
  const seen = Promise.all(
    readers.map(async (userId) => {
      const lists = []
      for (const _ of upTo(25)) lists.push(await listSessions(db, { userId }))
      return { userId, lists }
    }),
  )
  await Promise.all(upTo(15).flatMap(() => sessions.map(({ id, userId }) => append(db, id, { userId }))))
  for (const { userId, lists } of await seen)
    for (const { sessions: seenOnes } of lists) {
      expect(seenOnes).toHaveLength(10)
      for (const { id } of seenOnes) expect(id.startsWith(userId)).toBe(true)
    }
  for (const { id } of sessions) expect(await indexesOf(database.sql, id)).toEqual(upTo(15))
  await db.close()
})
