import { expect, test } from 'vitest'
import { listSessions } from '../session/list.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()

test('sessions that the old app gave no times are listed too, and a list that ends at one goes on behind it', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await app.save(id, elements('u: Hello'))
  await app.sql`update chat_sessions set created_at = null, updated_at = null where id <> 'd'`
  await app.adopt()
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listSessions(app.db, { userId: 'local', limit: 2, cursor })
    seen.push(...page.sessions.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(['c', 'b', 'a', 'd'])
})
