import { uuidv7 } from '@duck/protocol'
import { addDeparture, listDepartures } from '@duck/store'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import type { Context } from '../context.ts'
import { appendMessage } from '../message/append.ts'
import { sendMessage } from '../message/send.ts'
import { createSession } from '../session/create.ts'
import { listSessions } from '../session/list.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'

const server = useChat()
const as = (userId: string): Context => ({ ...server.ctx, actor: { userId } })
const sessionsOf = async (userId: string) =>
  (await listSessions({ ctx: as(userId), input: { limit: 200 } })).sessions.map(({ id }) => id).sort()

async function newSessions(userId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await createSession({ ctx: as(userId), input: {} })).id)
  return ids.sort()
}

test('a guest who gets an account has every session there, deleted ones and those of a call under way too', async () => {
  const [guest, user] = [uuidv7(), uuidv7()]
  const before = await newSessions(guest, 100)
  await server.chat.depart(guest, user)
  expect(await sessionsOf(user)).toEqual(before)
  // It was let in before the guest went.
  const [late = ''] = await newSessions(guest, 1)
  await expect.poll(() => sessionsOf(user), { timeout: 15_000 }).toEqual([...before, late].sort())
  expect(await sessionsOf(guest)).toEqual([])
})

test('killed once it was noted: another server hands everything over, and the note goes only after a while', async () => {
  const [guest, user] = [uuidv7(), uuidv7()]
  const before = await newSessions(guest, 3)
  await addDeparture(server.ctx.accounts.db, { userId: guest, heir: user })
  await expect.poll(() => sessionsOf(user), { timeout: 15_000 }).toEqual(before)
  const notes = async () => (await listDepartures(server.ctx.accounts.db)).map(({ userId }) => userId)
  expect(await notes()).toContain(guest)
  await server.sql`update auth.departures set departed_at = now() - interval '2 minutes' where user_id = ${guest}`
  await expect.poll(notes, { timeout: 15_000 }).not.toContain(guest)
  expect(await sessionsOf(user)).toEqual(before)
})

test('one whose session is held by somebody keeps nobody else waiting', async () => {
  const [held, guest, user] = [uuidv7(), uuidv7(), uuidv7()]
  const [sessionId = ''] = await newSessions(held, 1)
  const before = await newSessions(guest, 2)
  const released = createGate()
  const holding = server.sql.begin(async (sql) => {
    await sql`select from chat_sessions where id = ${sessionId} for update`
    await released.opened
  })
  await addDeparture(server.ctx.accounts.db, { userId: held, heir: user })
  await addDeparture(server.ctx.accounts.db, { userId: guest, heir: user })
  await expect.poll(() => sessionsOf(user), { timeout: 25_000 }).toEqual(before)
  released.open()
  await holding
  await expect.poll(() => sessionsOf(user), { timeout: 15_000 }).toEqual([...before, sessionId].sort())
})

test('an answer that is under way reaches the tabs of the user whom the guest has become, at every server', async () => {
  const elsewhere = await server.peer()
  const [guest, user] = [uuidv7(), uuidv7()]
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['one ', 'two'], gate: { before: 1, opened: gate.opened } }))
  const [sessionId = ''] = await newSessions(guest, 1)
  const { stream } = await sendMessage({ ctx: as(guest), input: say(sessionId, 'Count') })
  await server.chat.depart(guest, user)
  const tabs = [await openTab(as(user)), await openTab({ ...elsewhere, actor: { userId: user } })]
  gate.open()
  for (const tab of tabs) await expect.poll(() => tab.types(), { timeout: 10_000 }).toContain('stream-ended')
  expect((await server.sql`select content from messages where id = ${stream.id}`)[0]).toEqual({
    content: 'one two',
  })
})

test('a user who is deleted leaves nothing: sessions erased, answers stopped, what comes later too', async () => {
  const user = uuidv7()
  const [first = '', second = ''] = await newSessions(user, 2)
  await appendMessage({
    ctx: as(user),
    input: { sessionId: second, id: uuidv7(), role: 'user', content: 'x' },
  })
  server.model.setReply(() => ({ deltas: ['on and on'], end: 'hang' }))
  const { stream } = await sendMessage({ ctx: as(user), input: say(first, 'Go') })
  await expect
    .poll(() => server.model.requests.some((each) => JSON.stringify(each.body).includes('Go')))
    .toBe(true)
  await server.chat.depart(user, null)
  const left = () => server.sql`select id from chat_sessions where user_id = ${user}`
  await expect.poll(left, { timeout: 10_000 }).toHaveLength(0)
  expect(await server.sql`select id from messages where session_id in (${first}, ${second})`).toHaveLength(0)
  await expect.poll(() => server.ctx.answers.find(stream.id)).toBeUndefined()
  await newSessions(user, 1)
  await expect.poll(left, { timeout: 15_000 }).toHaveLength(0)
})
