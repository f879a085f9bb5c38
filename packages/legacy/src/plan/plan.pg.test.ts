import { expect, test } from 'vitest'
import { said, useMove } from '../move/testing/use-move.ts'
import { plan } from './plan.ts'

const move = useMove()

/** Everything of ours or of the old app that a plan could have touched. */
async function everything() {
  const [catalog] = await move.sql`
    select (select md5(string_agg(c::text, '' order by c.oid)) from pg_class c where relnamespace = 'public'::regnamespace) as classes,
      (select md5(string_agg(a::text, '' order by a.attrelid, a.attnum)) from pg_attribute a
        where attrelid = 'chat_sessions'::regclass) as columns,
      (select count(*)::int from pg_proc where pronamespace = 'public'::regnamespace) as functions,
      (select count(*)::int from pg_trigger) as triggers, (select count(*)::int from pg_namespace) as schemas`
  const rows = await move.sql`select xmin::text, ctid::text, chat_sessions.* from chat_sessions order by id`
  return { catalog, rows }
}

test('a plan changes nothing, neither what there is nor a row', async () => {
  await move.fill(250, 3)
  const before = await everything()
  const found = await plan(move.legacy)
  expect(await everything()).toEqual(before)
  expect(found).toMatchObject({ sessions: 250, messages: 750, obstacles: [], interrupted: false })
  expect(found.steps[1]).toContain('duck legacy capture')
})

test('every kind of oddity is counted', async () => {
  const at = { timestamp: '2024-01-01T00:00:00Z' }
  await move.save('odd', [
    'text',
    { role: 'tool', content: 'x', ...at },
    { role: 'user', content: null, ...at },
    { role: 'user', content: ['x'], ...at },
    { role: 'user', content: 'no time' },
    { role: 'user', content: 'x'.repeat(1_100_000), ...at },
  ])
  await move.save('object', { role: 'user', content: 'lonely' })
  await move.save('null', null)
  await move.save('long', Array(1001).fill({ role: 'user', content: 'x', ...at }))
  const { oddities, messages, steps } = await plan(move.legacy)
  expect(oddities).toEqual({
    noArray: 1,
    noObject: 1,
    role: 1,
    noContent: 1,
    otherContent: 1,
    noTime: 1,
    longArrays: 2,
    largeElements: 1,
  })
  expect(messages).toBe(1007)
  expect(steps.join()).toContain('quarantine')
})

test.for([
  [
    'chat_sessions.user_id is uuid',
    'alter table chat_sessions alter user_id type uuid using gen_random_uuid()',
  ],
  ['chat_sessions.id is uuid', 'alter table chat_sessions alter id type uuid using gen_random_uuid()'],
  ['messages is json', 'alter table chat_sessions alter messages type json'],
  ['chat_sessions.id is not unique', 'alter table chat_sessions drop constraint chat_sessions_pkey'],
  ['restrictive policies mine', 'create policy mine on chat_sessions as restrictive using (true)'],
] as const)(
  'a table that cannot be carried over is planned all the same, and why is said: %s',
  async ([why, change]) => {
    await move.save('a', said('Hello'))
    await move.sql.unsafe(change)
    const found = await plan(move.legacy)
    expect(found).toMatchObject({ sessions: 1, messages: 1, obstacles: [expect.stringContaining(why)] })
    expect(found.steps).toEqual([expect.stringContaining('plan again')])
  },
)

test('a plan that is told to end says that it has not seen everything', async () => {
  await move.fill(450, 1)
  const stopping = new AbortController()
  const found = await plan(move.legacy, { signal: stopping.signal, onProgress: () => stopping.abort() })
  expect(found).toMatchObject({ sessions: 200, interrupted: true })
})

test('a database without an old app’s table is told so', async () => {
  await move.sql`drop table chat_sessions`
  await expect(plan(move.legacy)).rejects.toThrow('There is no table chat_sessions')
})
