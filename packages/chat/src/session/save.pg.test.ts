import type { Message, Role } from '@duck/protocol'
import { expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { useChat } from '../testing/use-chat.ts'
import { saveSession } from './save.ts'

const server = useChat()

const say = (content: string, role: Role = 'system') => ({ role, content })
const contents = (rows: readonly Message[]) => rows.map(({ content }) => content)
const save = (sessionId: string, messages: Parameters<typeof saveSession>[0]['input']['messages']) =>
  saveSession({ ctx: server.ctx, input: { sessionId, messages } })

test('a saved list is the stored list; saved again it adds nothing', async () => {
  const sessionId = await server.newSession()
  const list = [say('a'), say('b', 'assistant'), say('a')]
  const stored = await save(sessionId, list)
  expect(contents(stored)).toEqual(['a', 'b', 'a'])
  expect(await save(sessionId, list)).toEqual(stored)
  expect(await save(sessionId, stored)).toEqual(stored)
})

test('two stale copies saved at once lose nothing of each other, and what both have comes once', async () => {
  const sessionId = await server.newSession()
  await save(sessionId, [say('a')])
  await Promise.all([
    save(sessionId, [say('a'), say('both'), say('b')]),
    save(sessionId, [say('a'), say('both'), say('c')]),
  ])
  const rows = await server.rows(sessionId, 4)
  expect(contents(rows).slice(0, 2)).toEqual(['a', 'both'])
  expect(contents(rows).toSorted()).toEqual(['a', 'b', 'both', 'c'])
})

test('a save from an old, shorter copy removes nothing, also of a session of several pages', async () => {
  const sessionId = await server.newSession()
  const long = Array.from({ length: 205 }, (_, n) => say(`message ${n}`))
  const stored = await save(sessionId, long)
  expect(contents(stored)).toEqual(contents(stored).toSorted(byNumber))
  expect(contents(await save(sessionId, [...long.slice(0, 3), say('late')]))).toEqual([
    ...contents(stored),
    'late',
  ])
})

test('an id of any form names its message for ever', async () => {
  const sessionId = await server.newSession()
  await save(sessionId, [{ ...say('a'), id: 'msg-1' }])
  const rows = await save(sessionId, [
    { ...say('a'), id: 'msg-1' },
    { ...say('a'), id: 'msg-2' },
  ])
  expect(contents(rows)).toEqual(['a', 'a'])
})

test('a list copied from another session is stored in this one too, once', async () => {
  const [from, to] = [await server.newSession(), await server.newSession()]
  const original = await save(from, [say('a'), say('b')])
  const plain = original.map(({ id, role, content }) => ({ id, role, content }))
  expect(contents(await save(to, plain))).toEqual(['a', 'b'])
  expect(contents(await save(to, plain))).toEqual(['a', 'b'])
  expect(await save(from, plain)).toEqual(original)
})

test('what somebody else appended meanwhile stays where it is', async () => {
  const sessionId = await server.newSession()
  await save(sessionId, [say('a')])
  const id = crypto.randomUUID()
  await appendMessage({ ctx: server.ctx, input: { sessionId, id, role: 'system', content: 'other' } })
  expect(contents(await save(sessionId, [say('a'), say('b')]))).toEqual(['a', 'other', 'b'])
})

function byNumber(a: string, b: string): number {
  return Number(a.split(' ')[1]) - Number(b.split(' ')[1])
}
