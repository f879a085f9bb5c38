import { expect, test } from 'vitest'
import { backfill } from './backfill.ts'
import { stopCapture } from './capture.ts'
import { cutOver } from './cut-over.ts'
import { status } from './status.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()

test('captured, what the old app writes is a row in the same commit, and its array is as it wrote it', async () => {
  await move.save('a', said('before'))
  await move.capture()
  await move.save('b', said('one'))
  await move.save('b', said('one', 'two'))
  expect(await move.rows('b')).toEqual(['one', 'two'])
  expect(await move.array('a')).toEqual(['before'])
  expect(await move.rows('a')).toEqual([])
})

test('capturing again changes nothing, not even since when', async () => {
  await move.capture()
  const first = (await status(move.legacy)).capturedSince
  await move.capture()
  expect((await status(move.legacy)).capturedSince).toBe(first)
})

test('what was written while nobody captured is a row after the next backfill', async () => {
  await move.save('a', said('one'))
  await move.capture()
  await backfill(move.legacy)
  await stopCapture(move.legacy)
  expect(await status(move.legacy)).toMatchObject({ capturedSince: null })
  await move.save('a', said('one', 'between'))
  await move.save('new', said('also between'))
  expect(await move.rows('a')).toEqual(['one'])
  await move.capture()
  await backfill(move.legacy)
  expect(await move.rows('a')).toEqual(['one', 'between'])
  expect(await move.rows('new')).toEqual(['also between'])
  expect(await verify(move.legacy)).toMatchObject({ proved: 2, differences: [] })
})

test('an append between the pause and the next backfill comes behind what the old app wrote', async () => {
  await move.save('a', said('one'))
  await move.capture()
  await backfill(move.legacy)
  await stopCapture(move.legacy)
  await move.save('a', said('one', 'between'))
  await move.capture()
  await move.append('a', 'after')
  expect(await move.rows('a')).toEqual(['one', 'between', 'after'])
  expect(await move.array('a')).toEqual(['one', 'between', 'after'])
})

test('capture is not stopped while a session is cut over', async () => {
  await move.save('a', said('one'))
  await move.capture()
  await cutOver(move.legacy, { choice: { session: 'a' }, to: 'reads' })
  await expect(stopCapture(move.legacy)).rejects.toThrow('Roll back all of them first')
  expect((await status(move.legacy)).capturedSince).not.toBeNull()
})

test('a table that cannot be carried over is refused with a sentence, and stays as it was', async () => {
  await move.sql`alter table chat_sessions alter user_id type uuid using gen_random_uuid()`
  await expect(move.capture()).rejects.toThrow('chat_sessions.user_id is uuid; it has to be text.')
  const columns = await move.sql`
    select from pg_attribute where attrelid = 'chat_sessions'::regclass and attname = 'storage'`
  expect(columns).toHaveLength(0)
})

test('a database without an old app’s table is left as it is', async () => {
  await move.sql`drop table chat_sessions`
  await expect(move.capture()).rejects.toThrow('There is no table chat_sessions with a column messages')
  expect(await move.sql`select from pg_class where relnamespace = 'public'::regnamespace`).toHaveLength(0)
})
