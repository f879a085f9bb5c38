import { expect, test } from 'vitest'
import { backfill } from './backfill.ts'
import { stopCapture } from './capture.ts'
import { cutOver } from './cut-over.ts'
import { log } from './log.ts'
import { rollBack } from './roll-back.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()
const all = { percent: 100 }

test('one session goes back: its array has what was appended since, and the old app may write it', async () => {
  await move.fill(2, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await move.append('s0001', 'new')
  expect(await move.array('s0001')).toEqual(['1 1'])
  expect(await rollBack(move.legacy, { choice: { session: 's0001' } })).toMatchObject({
    'rolled-back': ['s0001'],
  })
  expect(await move.array('s0001')).toEqual(['1 1', 'new'])
  await move.save('s0001', said('1 1', 'new', 'by the old app'))
  await expect(move.save('s0002', [])).rejects.toMatchObject({ code: 'QK410' })
  expect((await log(move.legacy, { session: 's0001' })).map(({ step }) => step)).toEqual(
    expect.arrayContaining(['cut-over', 'rolled-back']),
  )
})

test('all go back, also after the last one was cut over, and forward again, and nothing is lost or doubled', async () => {
  await move.fill(20, 2)
  await move.capture()
  await backfill(move.legacy)
  for (const round of [1, 2]) {
    expect(await cutOver(move.legacy, { choice: all, to: 'rows' })).toMatchObject({ finished: true })
    await move.append('s0003', `while cut over ${round}`)
    const back = await rollBack(move.legacy, { choice: all })
    expect(back).toMatchObject({ 'rolled-back': { length: 20 }, busy: [] })
    await move.save('s0004', said(...(await move.array('s0004')), `by the old app ${round}`))
    const [table] = await move.sql`
      select relforcerowsecurity as forced from pg_class where oid = 'chat_sessions'::regclass`
    expect(table?.forced).toBe(false)
  }
  expect(await rollBack(move.legacy, { choice: all })).toMatchObject({ 'rolled-back': [], busy: [] })
  const third = ['3 1', '3 2', 'while cut over 1', 'while cut over 2']
  expect([await move.rows('s0003'), await move.array('s0003')]).toEqual([third, third])
  const fourth = ['4 1', '4 2', 'by the old app 1', 'by the old app 2']
  expect([await move.rows('s0004'), await move.array('s0004')]).toEqual([fourth, fourth])
  expect(await verify(move.legacy)).toMatchObject({ proved: 20, differences: [] })
})

test('a session that never had an array gets one with all its messages', async () => {
  await move.fill(1, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await move.sql`insert into chat_sessions (id, user_id) values ('new', 'local')`
  await move.append('new', 'one')
  await move.append('new', 'two')
  expect(await rollBack(move.legacy, { choice: all })).toMatchObject({ 'rolled-back': ['new', 's0001'] })
  expect(await move.array('new')).toEqual(['one', 'two'])
  await move.save('new', said('one', 'two', 'three'))
  expect(await move.rows('new')).toEqual(['one', 'two', 'three'])
  expect(await verify(move.legacy)).toMatchObject({ proved: 2, differences: [] })
})

test('after all went back capture can be stopped, and the old app is alone again', async () => {
  await move.fill(2, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await rollBack(move.legacy, { choice: all })
  await stopCapture(move.legacy)
  await move.save('s0001', said('1 1', 'alone'))
  expect(await move.rows('s0001')).toEqual(['1 1'])
})

// While it looks for what the array lacks it holds nothing; the array may have got it by the time that it holds the session.
test('what is appended just before a roll-back has the session stands in its array once', async () => {
  await move.fill(1, 1)
  await move.capture()
  await backfill(move.legacy)
  await move.append('s0001', 'before')
  await move.sql.unsafe(`
    alter function legacy_hold_kept(text) rename to hold_at_once;
    create function legacy_hold_kept(p_session_id text) returns boolean language plpgsql volatile set lock_timeout = '20s' as $$
    begin
      perform pg_advisory_xact_lock(4711);
      return hold_at_once(p_session_id);
    end $$;
    grant execute on function legacy_hold_kept(text) to public`)
  const gate = await move.sql.reserve()
  try {
    await gate`select pg_advisory_lock(4711)`
    const back = move.sql`select legacy_roll_back('s0001') as outcome`.execute()
    await expect
      .poll(() => gate`select from pg_locks where locktype = 'advisory' and objid = 4711 and not granted`)
      .toHaveLength(1)
    await move.append('s0001', 'meanwhile')
    await gate`select pg_advisory_unlock(4711)`
    expect(await back).toEqual([{ outcome: 'busy' }])
  } finally {
    gate.release()
  }
  expect(await move.sql`select legacy_roll_back('s0001') as outcome`).toEqual([{ outcome: 'already' }])
  expect(await move.array('s0001')).toEqual(['1 1', 'before', 'meanwhile'])
  expect(await verify(move.legacy)).toMatchObject({ proved: 1, differences: [] })
})
