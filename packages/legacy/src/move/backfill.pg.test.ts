import { expect, test } from 'vitest'
import { openLegacy } from '../legacy.ts'
import { backfill } from './backfill.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()

const countRows = async () => (await move.sql`select count(*)::int as count from messages`)[0]?.count

test('every array becomes rows, and a further run makes none', async () => {
  await move.fill(120, 4)
  await move.capture()
  expect(await backfill(move.legacy)).toEqual({ sessions: 120, messages: 480, held: 0, interrupted: false })
  expect(await move.rows('s0007')).toEqual(['7 1', '7 2', '7 3', '7 4'])
  expect(await backfill(move.legacy)).toEqual({ sessions: 0, messages: 0, held: 0, interrupted: false })
  expect(await countRows()).toBe(480)
})

test('a row that came from an array says so, one that is appended since says that', async () => {
  await move.fill(1, 2)
  await move.capture()
  await backfill(move.legacy)
  await move.sql`select * from append_message('local', 's0001', ${crypto.randomUUID()}, 'user', 'Since then')`
  const rows =
    await move.sql`select origin, updated_at = created_at as untouched from messages order by message_index`
  const origins = rows.map(({ origin, untouched }) => [origin, untouched])
  expect(origins).toEqual([
    ['legacy', true],
    ['legacy', true],
    ['client', true],
  ])
})

test('told to end it finishes its transaction, and the next run goes on from there', async () => {
  await move.fill(250, 2)
  await move.capture()
  const stopping = new AbortController()
  const first = await backfill(move.legacy, {
    signal: stopping.signal,
    onProgress: ({ done, total }) => {
      expect({ done: done > 0, total }).toEqual({ done: true, total: 250 })
      stopping.abort()
    },
  })
  expect(first.interrupted).toBe(true)
  expect(first.sessions).toBeGreaterThan(0)
  expect(first.sessions).toBeLessThan(250)
  expect(await countRows()).toBe(first.sessions * 2)
  const second = await backfill(move.legacy)
  expect(first.sessions + second.sessions).toBe(250)
  expect(await countRows()).toBe(500)
  expect(await verify(move.legacy)).toMatchObject({ proved: 250, differences: [] })
})

test('two halves side by side leave nothing between them, in whatever order the database has its ids', async () => {
  await move.fill(250, 1)
  await move.sql`alter table chat_sessions alter id type text collate "und-x-icu"`
  await move.sql`update chat_sessions set id = upper(id) where id > 's0120'`
  await move.capture()
  expect(await backfill(move.legacy, { rest: 0 })).toMatchObject({ sessions: 250, held: 0 })
  expect(await countRows()).toBe(250)
})

test('two at once make every row once', async () => {
  await move.fill(250, 4)
  await move.capture()
  await using other = openLegacy(move.url)
  const [one, two] = await Promise.all([backfill(move.legacy, { rest: 0 }), backfill(other, { rest: 0 })])
  expect(one.sessions + two.sessions).toBe(250)
  expect(await countRows()).toBe(1000)
  expect(await verify(move.legacy)).toMatchObject({ proved: 250, differences: [] })
})

test('a session that somebody holds is passed over, and done when it is free', async () => {
  await move.fill(3, 1)
  await move.capture()
  const running = await move.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = 's0002' for update`
    const done = backfill(move.legacy)
    await expect.poll(() => move.rows('s0003')).toEqual(['3 1'])
    expect(await move.rows('s0002')).toEqual([])
    return { done }
  })
  expect(await running.done).toMatchObject({ sessions: 3 })
  expect(await move.rows('s0002')).toEqual(['2 1'])
})

test('a session that somebody holds all the time is left, and told of', async () => {
  await move.fill(3, 1)
  await move.capture()
  await move.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = 's0002' for update`
    expect(await backfill(move.legacy, { patienceMs: 0 })).toMatchObject({ sessions: 2, held: 1 })
  })
  expect(await backfill(move.legacy)).toMatchObject({ sessions: 1, held: 0 })
})

test('an array of 5,000 elements is absorbed a piece at a time, in its order', async () => {
  await move.fill(1, 5000)
  await move.capture()
  expect(await backfill(move.legacy)).toMatchObject({ sessions: 1, messages: 5000 })
  expect((await move.rows('s0001')).slice(-2)).toEqual(['1 4999', '1 5000'])
})

test('what is no array goes to quarantine as it is, and stops nothing', async () => {
  await move.save('a', { lonely: [1, 'two'] })
  await move.save('b', 'text')
  await move.save('c', said('Hello'))
  await move.capture()
  await backfill(move.legacy)
  const kept =
    await move.sql`select session_id as id, element, reason from legacy_quarantine order by session_id`
  expect(kept).toEqual([
    { id: 'a', element: { lonely: [1, 'two'] }, reason: 'no array' },
    { id: 'b', element: 'text', reason: 'no array' },
  ])
  expect(await move.rows('c')).toEqual(['Hello'])
  expect(await verify(move.legacy)).toMatchObject({ proved: 3, quarantined: 2 })
})

test('where nothing was adopted it is refused, and says what begins', async () => {
  await expect(backfill(move.legacy)).rejects.toThrow('duck legacy capture begins')
})
