import { uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { type AppendInput, appendMessage } from '../message/append.ts'
import { sendMessage } from '../message/send.ts'
import { createSession } from '../session/create.ts'
import { deleteSession } from '../session/delete.ts'
import { sendDraft } from '../testing/answers.ts'
import { meet, type Neighbourhood, neighbourhood } from '../testing/neighbours.ts'
import { type Outcome, outcome, slowest, tally } from '../testing/outcome.ts'
import { append, draft, indexesOf, upTo } from '../testing/rows.ts'
import { holdLock, holdRow, whileHeld } from '../testing/while-held.ts'

const database = useTestDatabase()
/** What a bad append may cost the others. */
const NEIGHBOURS_MS = 250
// Other processes of the tests may hold the machine for as long; not three times in a row. A neighbour that waits for a
// bad append waits each time.
const THREE_TRIES = { retry: 2 }

/** Bad appends that are ready to be called. */
type Prepared = () => Promise<unknown>[]

const one =
  (input: (at: Neighbourhood) => AppendInput | Promise<AppendInput>) =>
  async (at: Neighbourhood): Promise<Prepared> => {
    const bad = await input(at)
    return () => [appendMessage(at.db, bad)]
  }

interface Case {
  prepare: (at: Neighbourhood) => Promise<Prepared>
  /** What becomes of the bad ones. */
  was: Record<string, number>
  /** How many of them are in `here` afterwards. */
  kept?: number
}

const CASES: Record<string, Case> = {
  'an append to an unknown session': {
    prepare: one(() => draft('nowhere')),
    was: { 'NOT_FOUND undefined': 1 },
  },
  "an append to another user's session": {
    prepare: one(async ({ db }) => {
      const { session } = await createSession(db, { id: uuidv7(), userId: 'bob' })
      return draft(session.id)
    }),
    was: { 'NOT_FOUND undefined': 1 },
  },
  'an append with a forged owner': {
    prepare: one(({ here }) => draft(here, { userId: 'bob' })),
    was: { 'NOT_FOUND undefined': 1 },
  },
  'an append to a deleted session': {
    prepare: one(async ({ db }) => {
      const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
      await deleteSession(db, 'local', session.id, false)
      return draft(session.id)
    }),
    was: { 'NOT_FOUND undefined': 1 },
  },
  'an append with an id that another message has': {
    prepare: one(async ({ db, here }) => {
      const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
      return draft(here, { id: (await append(db, session.id)).id })
    }),
    was: { 'CONFLICT id-reused': 1 },
  },
  'an append with a wrong message count': {
    prepare: one(({ here }) => draft(here, { expectedMessageCount: 9 })),
    was: { 'CONFLICT message-count': 1 },
  },
  'an append that follows a message of another session': {
    prepare: one(async ({ db, here }) => {
      const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
      return draft(here, { parentId: (await append(db, session.id)).id })
    }),
    was: { 'BAD_REQUEST undefined': 1 },
  },
  'one append twice': {
    prepare: async ({ db, here }) => {
      const input = draft(here)
      return () => [appendMessage(db, input), appendMessage(db, input)]
    },
    was: { done: 2 },
    kept: 1,
  },
  'one id with two texts': {
    prepare: async ({ db, here }) => {
      const input = draft(here)
      return () => [appendMessage(db, input), appendMessage(db, { ...input, content: 'Moo' })]
    },
    was: { done: 1, 'CONFLICT id-reused': 1 },
    kept: 1,
  },
  'two sends with one stream': {
    prepare: async ({ db, here }) => {
      const streamId = uuidv7()
      return () => [here, here].map((each) => sendMessage(db, sendDraft(each, { streamId })))
    },
    was: { done: 1, 'CONFLICT id-reused': 1 },
    kept: 1,
  },
  'a text that the database does not take': {
    prepare: one(({ here }) => draft(here, { content: 'Qu\u0000ack' })),
    was: { 'INTERNAL_SERVER_ERROR undefined': 1 },
  },
}

test.each(Object.entries(CASES))(
  '%s fails none of its neighbours, keeps them no longer than 250 ms and leaves no gap',
  THREE_TRIES,
  async (_what, { prepare, was, kept = 0 }) => {
    await using at = await neighbourhood(database.appUrl)
    const { bad, sameSession, others } = await meet(at, await prepare(at))
    expect(tally(bad)).toEqual(was)
    expectUnharmed([...sameSession, ...others])
    expect(await indexesOf(database.sql, at.here)).toEqual(upTo(1 + sameSession.length + kept))
    for (const each of at.others) expect(await indexesOf(database.sql, each)).toEqual(upTo(2))
  },
)

function expectUnharmed(neighbours: readonly Outcome[]): void {
  expect(tally(neighbours)).toEqual({ done: neighbours.length })
  expect(slowest(neighbours)).toBeLessThanOrEqual(NEIGHBOURS_MS)
}

test('all of them are one batch, whose rows that are refused are told so at once', async () => {
  await using at = await neighbourhood(database.appUrl)
  const unknown = draft('nowhere')
  await meet(at, () => [appendMessage(at.db, unknown)])
  expect(await at.batches()).toEqual({ count: 1, rows: 25 })
})

test.each([
  ['row is', holdRow],
  ['lock is', holdLock],
])("while a session's %s held its own appends wait and are told, no others", async (_what, hold) => {
  await using at = await neighbourhood(database.appUrl)
  const met = await whileHeld(database.sql, [hold(at.here)], () => meet(at, () => []))
  expectUnharmed(met.others)
  expect(tally(met.sameSession)).toEqual({ 'SERVICE_UNAVAILABLE session-busy': 4 })
  expect(await indexesOf(database.sql, at.here)).toEqual([0])
})

test('a session that is being deleted takes its own appends along, no others', async () => {
  await using at = await neighbourhood(database.appUrl)
  const holder = await database.sql.reserve()
  await holder.unsafe('begin')
  await holder`select delete_session('local', ${at.here}, true)`
  const meeting = meet(at, () => [])
  await expect.poll(async () => (await at.batches()).count, { interval: 5 }).toBe(1)
  await holder.unsafe('commit')
  holder.release()
  const met = await meeting
  expectUnharmed(met.others)
  expect(tally(met.sameSession)).toEqual({ 'NOT_FOUND undefined': 4 })
})

test.each([
  [
    'a message',
    (id: string, at: string) => `insert into messages (id, session_id, message_index, role, content)
    values ('${id}', '${at}', 99, 'user', 'mine')`,
  ],
  [
    'a stream',
    (id: string, at: string) => `insert into message_streams
    (id, session_id, prompt_id, model, status, server_id, follows)
    values ('${id}', '${at}', gen_random_uuid(), 'duck/duck', 'queued', gen_random_uuid(), 'prompt')`,
  ],
])(
  'an id that another transaction gives to %s keeps nobody waiting but who wants it',
  THREE_TRIES,
  async (_what, take) => {
    await using at = await neighbourhood(database.appUrl)
    const { session } = await createSession(at.db, { id: uuidv7(), userId: 'local' })
    const id = uuidv7()
    const wanted = take('', '').includes('message_streams')
      ? sendDraft(at.here, { streamId: id })
      : sendDraft(at.here, { id })
    const met = await whileHeld(database.sql, [take(id, session.id)], () =>
      meet(at, () => [sendMessage(at.db, wanted)]),
    )
    expectUnharmed([...met.sameSession, ...met.others])
    expect(tally(met.bad)).toEqual({ 'SERVICE_UNAVAILABLE session-busy': 1 })
    expect(await outcome(sendMessage(at.db, wanted))).toMatchObject({ was: 'done' })
    expect(await indexesOf(database.sql, at.here)).toEqual(upTo(6))
  },
)

test(
  'an id that is open elsewhere keeps 100 appends of one session no longer than 250 ms',
  THREE_TRIES,
  async () => {
    await using at = await neighbourhood(database.appUrl)
    const { session } = await createSession(at.db, { id: uuidv7(), userId: 'local' })
    const wanted = draft(at.here)
    const take = `insert into messages (id, session_id, message_index, role, content)
    values ('${wanted.id}', '${session.id}', 99, 'user', 'mine')`
    const outcomes = await whileHeld(database.sql, [take], async () => {
      const bad = outcome(appendMessage(at.db, wanted))
      const others = await Promise.all(upTo(100).map(() => outcome(appendMessage(at.db, draft(at.here)))))
      expect((await bad).was).toBe('SERVICE_UNAVAILABLE session-busy')
      return others
    })
    expectUnharmed(outcomes)
    expect(await indexesOf(database.sql, at.here)).toEqual(upTo(101))
  },
)
