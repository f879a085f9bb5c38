import { expect, test } from 'vitest'
import { backfill } from './backfill.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()

/** What no role of ours can do: changes rows of messages, as a fault of the disk or of a superuser would. */
async function tamper(statement: string): Promise<void> {
  await move.sql.begin(async (tx) => {
    await tx`alter table messages disable trigger all`
    await tx.unsafe(statement)
    await tx`alter table messages enable trigger all`
    await tx`alter table messages enable always trigger messages_refuse_change`
    await tx`alter table messages enable always trigger messages_refuse_delete`
  })
}

test('a row that is missing, another or too many is found, and its session named', async () => {
  for (const id of ['gone', 'fine', 'other', 'late', 'never'])
    await move.save(id, [
      { role: 'user', content: 'Hello', timestamp: '2024-01-01T00:00:00Z' },
      ...said('there'),
    ])
  await move.capture()
  await backfill(move.legacy)
  const before = await verify(move.legacy)
  expect(before).toMatchObject({ proved: 5, elements: 10, rows: 10, differences: [], interrupted: false })
  expect(await verify(move.legacy)).toEqual(before)
  await tamper(`delete from messages where session_id = 'gone' and message_index = 0`)
  await tamper(`update messages set content = 'Hallo' where session_id = 'other' and message_index = 0`)
  await tamper(`update messages set created_at = now() where session_id = 'late' and message_index = 0`)
  await move.sql`update legacy_sessions set absorbed_at = null where session_id = 'never'`
  const found = await verify(move.legacy)
  expect(found.proved).toBe(1)
  expect(found.digest).not.toBe(before.digest)
  expect(found.differences).toEqual([
    { sessionId: 'gone', detail: '1 rows, indexes up to 1' },
    { sessionId: 'late', detail: 'element 0 is not its row' },
    { sessionId: 'never', detail: 'its array was never absorbed' },
    { sessionId: 'other', detail: 'element 0 is not its row' },
  ])
})

test('a proof that is told to end says that it has not seen everything', async () => {
  await move.fill(150, 1)
  await move.capture()
  await backfill(move.legacy)
  const stopping = new AbortController()
  const found = await verify(move.legacy, { signal: stopping.signal, onProgress: () => stopping.abort() })
  expect(found).toMatchObject({ proved: 100, interrupted: true })
})
