import { expect, test } from 'vitest'
import { backfill } from './backfill.ts'
import { cutOver } from './cut-over.ts'
import { hasSession, log } from './log.ts'
import { status } from './status.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()

test('status says where every session stands and what comes next, from the first step to the last', async () => {
  await expect(status(move.legacy)).rejects.toThrow('duck legacy capture begins')
  await move.fill(2, 1)
  await move.save('odd', 'no array')
  await move.capture()
  expect(await status(move.legacy)).toMatchObject({
    sessions: 3,
    absorbed: 0,
    reached: null,
    storage: { array: 3, reads: 0, rows: 0 },
    next: expect.stringContaining('duck legacy backfill'),
  })
  await backfill(move.legacy)
  expect(await status(move.legacy)).toMatchObject({
    absorbed: 3,
    reached: 's0002',
    quarantined: 1,
    verified: 0,
    next: expect.stringContaining('duck legacy verify'),
  })
  await verify(move.legacy)
  expect(await status(move.legacy)).toMatchObject({ verified: 3, next: expect.stringContaining('cut-over') })
  await cutOver(move.legacy, { choice: { session: 's0001' }, to: 'reads' })
  await cutOver(move.legacy, { choice: { session: 's0002' }, to: 'rows' })
  expect(await status(move.legacy)).toMatchObject({
    storage: { array: 1, reads: 1, rows: 1 },
    verified: 1,
    finishedAt: null,
  })
  await cutOver(move.legacy, { choice: { percent: 100 }, to: 'rows' })
  await verify(move.legacy)
  expect(await status(move.legacy)).toMatchObject({
    storage: { array: 0, reads: 0, rows: 3 },
    finishedAt: expect.any(String),
    next: expect.stringContaining('duck legacy purge'),
  })
})

test('a session that was made after the last was cut over has nothing to prove', async () => {
  await move.fill(1, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: { percent: 100 }, to: 'rows' })
  await verify(move.legacy)
  await move.sql`insert into chat_sessions (id, user_id) values ('new', 'local')`
  expect(await status(move.legacy)).toMatchObject({
    sessions: 2,
    verified: 2,
    next: expect.stringContaining('duck legacy purge'),
  })
})

test('an answer that may still grow is held, and a long array waits for the worker', async () => {
  await move.capture()
  const answer = (content: string) => [...said('Hello'), { role: 'assistant', content }]
  await move.save('grows', answer('The'))
  await move.save('grows', answer('The duck'))
  await move.save('long', said(...Array.from({ length: 1001 }, String)))
  expect(await status(move.legacy)).toMatchObject({
    held: 1,
    waiting: 1,
    next: expect.stringContaining('duck legacy backfill'),
  })
  expect(await move.rows('grows')).toEqual(['Hello'])
})

test('the log has what happened to one session, or to all, the newest last and no more than asked for', async () => {
  await move.fill(2, 1)
  await move.capture()
  await backfill(move.legacy)
  await move.save('s0001', said('changed'))
  await cutOver(move.legacy, { choice: { session: 's0001' }, to: 'rows' })
  const one = await log(move.legacy, { session: 's0001' })
  expect(one.map(({ step }) => step)).toEqual(['absorbed', 'edited', 'cut-over'])
  expect(one.every(({ sessionId }) => sessionId === 's0001')).toBe(true)
  expect(await log(move.legacy, { limit: 1 })).toEqual(one.slice(-1))
  expect([await hasSession(move.legacy, 's0001'), await hasSession(move.legacy, 'none')]).toEqual([
    true,
    false,
  ])
})
