import { activeLine, type Message, uuidv7 } from '@duck/protocol'
import { type Command, commandsOf, EMPTY_SESSION, EVERY_VERB, toStep, tryStep } from '@duck/protocol/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { selectHead } from '../session/select-head.ts'
import { newServer } from '../testing/answers.ts'
import { playStep } from '../testing/play-step.ts'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { type LineInput, listLine } from './line.ts'
import { listMessages } from './list.ts'

const store = useDb()
const MIB = 1024 * 1024

type Bounds = Omit<LineInput, 'userId' | 'sessionId'>

async function indexes(sessionId: string, bounds: Bounds = {}): Promise<number[]> {
  const { messages } = await listLine(store.db, { userId: 'local', sessionId, ...bounds })
  return messages.map((message) => message.messageIndex)
}

/** Every page of the line put together, asked for from the newest on. */
async function walk(sessionId: string, limit: number): Promise<Message[]> {
  const line: Message[] = []
  let before: number | undefined
  for (;;) {
    const { messages } = await listLine(store.db, { userId: 'local', sessionId, before, limit })
    if (messages.length === 0) return line
    expect(messages.length).toBeLessThanOrEqual(limit)
    line.unshift(...messages)
    before = messages[0]?.messageIndex
  }
}

/** A first message with two lines below it: 0, 1, 2 and 0, 3, 4. */
async function forked(): Promise<{ sessionId: string; rows: Message[] }> {
  const sessionId = await store.newSession()
  const first = await append(store.db, sessionId)
  const rows = [first, await append(store.db, sessionId), await append(store.db, sessionId)]
  rows.push(await append(store.db, sessionId, { parentId: first.id }), await append(store.db, sessionId))
  return { sessionId, rows }
}

test('the newest page of the line comes, ascending, and other lines are left out', async () => {
  const { sessionId, rows } = await forked()
  expect(await listLine(store.db, { userId: 'local', sessionId })).toEqual({
    messages: [rows[0], rows[3], rows[4]],
    messageCount: 5,
    headId: rows[4]?.id,
  })
  expect(await indexes(sessionId, { limit: 2 })).toEqual([3, 4])
})

test('before gives what stands above that message on its own line, on the active one or not', async () => {
  const { sessionId, rows } = await forked()
  expect(await indexes(sessionId, { before: 3 })).toEqual([0])
  expect(await indexes(sessionId, { before: 2 })).toEqual([0, 1])
  expect(await indexes(sessionId, { before: 0 })).toEqual([])
  expect(await indexes(sessionId, { before: 5 })).toEqual([])
  await selectHead(store.db, { userId: 'local', sessionId, messageId: rows[2]?.id ?? '' })
  expect(await indexes(sessionId)).toEqual([0, 1, 2])
  expect(await indexes(sessionId, { before: 4 })).toEqual([0, 3])
})

test('the pages put together are the active line of all rows, whatever writers did', async () => {
  const limits = fc.integer({ min: 1, max: 7 })
  await fc.assert(
    fc.asyncProperty(commandsOf(EVERY_VERB, 30), limits, async (commands, limit) => {
      const sessionId = await play(commands)
      const all = await listMessages(store.db, { userId: 'local', sessionId, limit: 200 })
      expect(await walk(sessionId, limit)).toEqual(activeLine(all.messages, all.headId))
    }),
    { numRuns: 60 },
  )
})

async function play(commands: readonly Command[]): Promise<string> {
  const { db, sql } = store
  const sessionId = await store.newSession()
  const stage = { db, sql, sessionId, serverId: await newServer(db) }
  let model = EMPTY_SESSION
  for (const command of commands) {
    const step = toStep(model, command, uuidv7)
    const after = step && tryStep(model, step)
    if (!step || !after || after instanceof Error) continue
    await playStep(stage, step)
    model = after
  }
  return sessionId
}

test('a page holds at most 4 MiB and at least one row', async () => {
  const sessionId = await store.newSession()
  for (const n of upTo(6)) await append(store.db, sessionId, { content: `${n}${'x'.repeat(MIB - 10)}` })
  expect(await indexes(sessionId)).toEqual([2, 3, 4, 5])
  expect(await indexes(sessionId, { before: 2 })).toEqual([0, 1])
  const huge = 'y'.repeat(5 * MIB)
  await store.sql`
    insert into messages (session_id, message_index, role, content, parent_id)
    select ${sessionId}, 6, 'user', ${huge}, id from messages where session_id = ${sessionId} and message_index = 5`
  expect(await indexes(sessionId)).toEqual([6])
})

test('rows put in by SQL that follow each other in a circle, or nothing that is there, end the line', async () => {
  const sessionId = await store.newSession()
  const [a, b] = [uuidv7(), uuidv7()]
  await store.sql`
    insert into messages (id, session_id, message_index, role, content, parent_id) values
      (${a}, ${sessionId}, 0, 'user', 'a', ${b}), (${b}, ${sessionId}, 1, 'user', 'b', ${a}),
      (${uuidv7()}, ${sessionId}, 2, 'user', 'c', ${uuidv7()})`
  expect(await indexes(sessionId)).toEqual([2])
  expect(await indexes(sessionId, { before: 2 })).toEqual([])
  await selectHead(store.db, { userId: 'local', sessionId, messageId: b })
  expect(await indexes(sessionId)).toEqual([0, 1])
})

test('an empty session has an empty line', async () => {
  const sessionId = await store.newSession()
  expect(await listLine(store.db, { userId: 'local', sessionId })).toEqual({
    messages: [],
    messageCount: 0,
    headId: null,
  })
})

test("another's, an unknown and a deleted session are refused alike", async () => {
  const deleted = (await forked()).sessionId
  await deleteSession(store.db, 'local', deleted, false)
  const refused = await refusal(indexes('no-such-session'))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, await store.newSession('someone')])
    expect(await refusal(indexes(sessionId, { before: 1 }))).toEqual(refused)
})
