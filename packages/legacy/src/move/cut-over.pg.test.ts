import { expect, test } from 'vitest'
import { backfill } from './backfill.ts'
import { cutOver } from './cut-over.ts'
import { status } from './status.ts'
import { said, useMove } from './testing/use-move.ts'

const move = useMove()
const all = { percent: 100 }

async function forced(): Promise<boolean> {
  const [row] =
    await move.sql`select relforcerowsecurity as is from pg_class where oid = 'chat_sessions'::regclass`
  return row?.is
}

test('one session is cut over: reads, then writes, and then the old app is told loudly', async () => {
  await move.fill(2, 1)
  await move.capture()
  const choice = { session: 's0001' }
  expect(await cutOver(move.legacy, { choice, to: 'reads' })).toMatchObject({
    sessions: { moved: ['s0001'] },
    finished: false,
  })
  await move.save('s0001', said('1 1', 'still written'))
  expect(await cutOver(move.legacy, { choice, to: 'rows' })).toMatchObject({ sessions: { moved: ['s0001'] } })
  await expect(move.save('s0001', said('1 1', 'lost?'))).rejects.toMatchObject({ code: 'QK410' })
  await move.append('s0001', 'new')
  expect(await move.rows('s0001')).toEqual(['1 1', 'still written', 'new'])
  expect(await move.array('s0001')).toEqual(['1 1', 'still written'])
  await move.save('s0002', said('2 1', 'the other is untouched'))
  expect(await forced()).toBe(false)
})

test('a per cent is always the same sessions, and a greater one has those of the smaller', async () => {
  await move.fill(200, 1)
  await move.capture()
  await backfill(move.legacy)
  const ten = await cutOver(move.legacy, { choice: { percent: 10 }, to: 'reads' })
  expect(ten.sessions.moved.length).toBeGreaterThan(5)
  expect(ten.sessions.moved.length).toBeLessThan(40)
  const again = await cutOver(move.legacy, { choice: { percent: 10 }, to: 'reads' })
  expect(again.sessions.already).toEqual(ten.sessions.moved)
  const thirty = await cutOver(move.legacy, { choice: { percent: 30 }, to: 'reads' })
  expect(thirty.sessions.already).toEqual(ten.sessions.moved)
  expect(thirty.sessions.moved.length).toBeGreaterThan(20)
  const told = await status(move.legacy)
  expect(told.storage.reads).toBe(ten.sessions.moved.length + thirty.sessions.moved.length)
})

test('when the last one is cut over row level security holds for everybody, and new sessions have rows only', async () => {
  await move.fill(3, 1)
  await move.capture()
  expect(await cutOver(move.legacy, { choice: all, to: 'reads' })).toMatchObject({ finished: false })
  expect(await cutOver(move.legacy, { choice: all, to: 'rows' })).toMatchObject({ finished: true })
  expect(await forced()).toBe(true)
  const policies = await move.sql`select from pg_policy where polname = 'legacy_keeps'`
  expect(policies).toHaveLength(0)
  await move.sql`insert into chat_sessions (id, user_id) values ('new', 'local')`
  expect(await move.sql`select storage from chat_sessions where id = 'new'`).toEqual([{ storage: 'rows' }])
  await move.append('new', 'Hello')
  expect(await move.rows('new')).toEqual(['Hello'])
  await expect(move.save('by the old app', said('lost?'))).rejects.toMatchObject({ code: 'QK410' })
  expect(await cutOver(move.legacy, { choice: all, to: 'rows' })).toMatchObject({
    sessions: { moved: [], already: ['new', 's0001', 's0002', 's0003'] },
    finished: true,
  })
})

test('a session that somebody holds is tried again until it is free', async () => {
  await move.fill(2, 1)
  await move.capture()
  await backfill(move.legacy)
  const running = await move.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = 's0001' for update`
    let [tries, done] = [0, undefined as ReturnType<typeof cutOver> | undefined]
    done = cutOver(move.legacy, { choice: all, to: 'rows', onProgress: () => void tries++ })
    await expect.poll(() => tries).toBeGreaterThan(2)
    return { done }
  })
  expect(await running.done).toMatchObject({
    sessions: { moved: ['s0001', 's0002'], busy: [] },
    finished: true,
  })
})

test('a session that is never free is named, and stays as it was', async () => {
  await move.fill(2, 1)
  await move.capture()
  await backfill(move.legacy)
  await move.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = 's0001' for update`
    const { sessions, finished } = await cutOver(move.legacy, { choice: all, to: 'rows' })
    expect({ sessions, finished }).toMatchObject({
      sessions: { moved: ['s0002'], busy: ['s0001'] },
      finished: false,
    })
  })
  await move.save('s0001', said('1 1', 'the old app goes on'))
})
