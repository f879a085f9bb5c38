import { must, uuidv7 } from '@duck/protocol'
import { beforeAll, describe, expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()

beforeAll(async () => {
  await app.save('before', elements('u: Hello', 'a: Hi'))
  await app.save('odd', { '0': 'no array' })
  for (const length of [20, 21]) await app.save(`${length} before`, elements(...numbered(length)))
  await app.adopt()
})

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `u: ${n}`)

let sessions = 0
const fresh = () => `s${sessions++}`

/** Saves one version after another. */
async function play(...versions: string[][]): Promise<string> {
  const session = fresh()
  for (const version of versions) await app.save(session, elements(...version))
  await app.settle()
  return session
}

describe('what the old app writes becomes rows', () => {
  test('in the array’s order, the array that was there first', async () => {
    await app.save('before', elements('u: Hello', 'a: Hi', 'u: More'))
    expect(await app.rows('before')).toEqual(['user: Hello', 'assistant: Hi', 'user: More'])
  })

  test('in the same commit, but for an array of over 20 elements that was never looked at', async () => {
    for (const length of [20, 21])
      await app.save(`${length} before`, elements(...numbered(length), 'u: More'))
    expect(await app.rows('20 before')).toHaveLength(21)
    expect(await app.rows('21 before')).toEqual([])
    await app.settle()
    expect(await app.rows('21 before')).toEqual(
      [...numbered(21), 'u: More'].map((each) => each.replace('u', 'user')),
    )
    await app.save('21 before', elements(...numbered(21), 'u: More', 'u: And more'))
    expect(await app.rows('21 before')).toHaveLength(23)
  })

  test('of a session that it makes', async () => {
    expect(await app.rows(await play(['u: Hello']))).toEqual(['user: Hello'])
  })

  test('equal texts are messages of their own', async () => {
    const session = await play(['u: a'], ['u: a', 'u: a'], ['u: a', 'u: a', 'a: x', 'u: a'])
    expect(await app.rows(session)).toEqual(['user: a', 'user: a', 'assistant: x', 'user: a'])
  })

  test('an answer that grows is one message', async () => {
    const session = await play(
      ['u: q'],
      ['u: q', 'a: H'],
      ['u: q', 'a: Hel'],
      ['u: q', 'a: Hello'],
      ['u: q', 'a: Hello', 'u: t'],
    )
    expect(await app.rows(session)).toEqual(['user: q', 'assistant: Hello', 'user: t'])
  })

  test('an answer that is taken away while it grows is kept', async () => {
    const session = await play(['u: q', 'a: Hel'], ['u: q'], ['u: q', 'a: Other'])
    expect(await app.rows(session)).toEqual(['user: q', 'assistant: Hel', 'assistant: Other'])
    expect(await app.line(session)).toEqual(['user: q', 'assistant: Other'])
  })

  test('an edit is a row with the edited one’s parent', async () => {
    const session = await play(['u: a', 'a: b', 'u: c'], ['u: a', 'a: b', 'u: d'])
    expect(await app.rows(session)).toEqual(['user: a', 'assistant: b', 'user: c', 'user: d'])
    expect(await app.line(session)).toEqual(['user: a', 'assistant: b', 'user: d'])
  })

  test('what is deleted at the end leaves the line, and comes back to it', async () => {
    const session = await play(['u: a', 'a: b', 'u: c'], ['u: a', 'a: b'])
    expect(await app.line(session)).toEqual(['user: a', 'assistant: b'])
    await app.save(session, elements('u: a', 'a: b', 'u: c'))
    expect(await app.line(session)).toEqual(['user: a', 'assistant: b', 'user: c'])
    expect(await app.rows(session)).toHaveLength(3)
  })

  test('an array that is emptied, or is none any more, takes nothing away', async () => {
    const session = await play(['u: a', 'a: b'], [])
    await app.save(session, { broken: true })
    expect(await app.rows(session)).toEqual(['user: a', 'assistant: b'])
    expect(await app.sql`select element from legacy_quarantine where session_id = ${session}`).toHaveLength(1)
  })

  test('two writers that save at once lose nothing', async () => {
    const session = await play(['u: a'], ['u: a', 'u: x'], ['u: a', 'u: y'])
    expect(await app.rows(session)).toEqual(['user: a', 'user: x', 'user: y'])
  })
})

describe('an append', () => {
  const append = (sessionId: string, content: string) =>
    appendMessage(app.db, { userId: 'local', sessionId, id: uuidv7(), role: 'user', content })

  test('comes after the history of a session that was never absorbed', async () => {
    const session = fresh()
    await app.sql`alter table chat_sessions disable trigger legacy_capture_insert`
    await app.save(session, elements('u: old', 'a: older'))
    await app.sql`alter table chat_sessions enable always trigger legacy_capture_insert`
    await append(session, 'new')
    expect(await app.rows(session)).toEqual(['user: old', 'assistant: older', 'user: new'])
  })

  test('is in the old app’s array, and no other message when that is written back', async () => {
    const session = await play(['u: a'])
    await append(session, 'new')
    const [row] = await app.sql`select messages from chat_sessions where id = ${session}`
    expect(row?.messages).toMatchObject([{ content: 'a' }, { role: 'user', content: 'new' }])
    await app.save(session, [...must(row, 'the session').messages, { role: 'assistant', content: 'b' }])
    await app.settle()
    expect(await app.rows(session)).toEqual(['user: a', 'user: new', 'assistant: b'])
    await app.save(session, elements('u: a', 'u: new', 'a: b', 'u: new'))
    expect(await app.rows(session)).toEqual(['user: a', 'user: new', 'assistant: b', 'user: new'])
  })

  test('is known again beside an edited copy that has its id', async () => {
    const session = await play(['u: a'])
    const id = uuidv7()
    await appendMessage(app.db, { userId: 'local', sessionId: session, id, role: 'user', content: 'new' })
    const [row] = await app.sql`select messages from chat_sessions where id = ${session}`
    const [first, ours] = must(row, 'the session').messages
    await app.save(session, [first, { ...ours, content: 'edited' }])
    await app.save(session, [first, { ...ours, content: 'edited' }, ours])
    expect(await app.rows(session)).toEqual(['user: a', 'user: new', 'user: edited'])
  })

  test('waits for the worker where the array is over 1 MB, however few its elements, and is not put into it', async () => {
    const session = fresh()
    await app.save(session, elements(`u: ${'x'.repeat(1_100_000)}`, 'u: b'))
    await expect(append(session, 'new')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
    await app.settle()
    await append(session, 'new')
    expect((await app.rows(session)).slice(1)).toEqual(['user: b', 'user: new'])
    const [row] = await app.sql`
      select jsonb_array_length(messages) as elements from chat_sessions where id = ${session}`
    expect(row).toEqual({ elements: 2 })
  })

  test('that a stale array has not stays on the line', async () => {
    const session = await play(['u: a'])
    await append(session, 'new')
    await app.save(session, elements('u: a', 'u: stale'))
    expect(await app.line(session)).toEqual(['user: a', 'user: new', 'user: stale'])
  })
})

test('a write looks at its own rows, however many came since its statements were planned', async () => {
  await app.sql.begin(async (tx) => {
    const save = (id: string, ...texts: string[]) => tx`
      insert into chat_sessions (id, user_id, messages) values (${id}, 'local', ${tx.json(elements(...texts))})
      on conflict (id) do update set messages = excluded.messages`
    const looks = async () => {
      const [row] = await tx<{ looks: number }[]>`
        select (seq_tup_read + idx_tup_fetch)::int as looks from pg_stat_xact_user_tables where relname = 'messages'`
      return must(row, 'its counts').looks
    }
    await save('small', 'u: a')
    await save('small', 'u: a', 'u: b')
    for (const n of [1, 2, 3]) await save(`large ${n}`, ...numbered(900))
    const before = await looks()
    await save('small', 'u: a', 'u: b', 'u: c')
    expect((await looks()) - before).toBeLessThan(100)
  })
})

test('every session is proved', async () => {
  await app.settle()
  for (let after = '', last: string | null = ''; last !== null; after = last ?? '')
    last = (await app.sql`select last_id from legacy_backfill(${after})`)[0]?.last_id ?? null
  await app.settle()
  expect(await app.sql`select session_id, detail from legacy_verify_some('', 1000) where not ok`).toEqual([])
  expect(
    await app.sql`select c.id, v.* from chat_sessions c, lateral verify_session('local', c.id) v where not ok`,
  ).toEqual([])
})
