import { must } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import type { DuckClient } from './create-duck-client.ts'
import { allOf } from './testing/all-of.ts'
import { startDroppingProxy } from './testing/start-dropping-proxy.ts'
import { useServer } from './testing/use-server.ts'
import { lastContents, viewsOf } from './testing/views-of.ts'

const server = useServer()

async function newSession(client: DuckClient) {
  const { id } = await client.rpc.session.create.mutate({})
  return client.session(id)
}

test('an answer comes in pieces without gap or repetition, and ends with its row', async () => {
  server.model.setReply(() => ({ deltas: 'Quack, quack and once more quack.', delayMs: 20 }))
  const session = await newSession(server.client())
  const parts = await allOf(session.send('Say something'))
  const end = must(parts.pop(), 'an end')
  if (end.type !== 'ended') throw new Error('no end')
  expect(end).toMatchObject({ status: 'finalized', message: { role: 'assistant', messageIndex: 1 } })
  let text = ''
  for (const part of parts) {
    if (part.type !== 'delta') throw new Error('two ends')
    expect(part.offset).toBe(text.length)
    text += part.delta
  }
  expect(text).toBe(must(end.message, 'a row').content)
})

test('what is sent and appended without waiting is stored in the order it was given', async () => {
  const session = await newSession(server.client())
  const texts = Array.from({ length: 12 }, (_, n) => `message ${n}`)
  const rows = await Promise.all(texts.map((content) => session.append({ role: 'user', content })))
  expect(rows.map(({ messageIndex }) => messageIndex)).toEqual(texts.map((_, n) => n))
})

test('the pages of a session together are its rows', async () => {
  const session = await newSession(server.client())
  for (let n = 0; n < 7; n++) await session.append({ role: 'system', content: `${n}` })
  const pages = await allOf(session.messages({ limit: 3 }))
  expect(pages.map(({ messages }) => messages.map(({ content }) => content).join(''))).toEqual([
    '012',
    '345',
    '6',
  ])
  const [rest] = await allOf(session.messages({ after: 4 }))
  expect(rest?.messages.map(({ content }) => content)).toEqual(['5', '6'])
})

test('a watched session shows what others append, and an answer while it is written', async () => {
  const client = server.client()
  const session = await newSession(client)
  const views = viewsOf(session.watch())
  await expect.poll(() => views.at(-1)?.connected).toBe(true)
  await server.client().session(session.id).append({ role: 'system', content: 'from elsewhere' })
  await expect.poll(() => lastContents(views)).toEqual(['from elsewhere'])
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['half', ' whole'], gate: { before: 1, opened: gate.opened } }))
  session.send('Go on')
  await expect.poll(() => views.at(-1)?.answers.map(({ text }) => text)).toEqual(['half'])
  gate.open()
  await expect.poll(() => lastContents(views)).toEqual(['from elsewhere', 'Go on', 'half whole'])
  await expect.poll(() => views.at(-1)?.answers).toEqual([])
  for (const { messages } of views)
    expect(messages.map(({ messageIndex }) => messageIndex)).toEqual(messages.map((_, n) => n))
})

test('a watch of the newest rows only begins there and has no gap', async () => {
  const client = server.client()
  const session = await newSession(client)
  for (let n = 0; n < 5; n++) await session.append({ role: 'system', content: `${n}` })
  const views = viewsOf(session.watch({ last: 2 }))
  await expect.poll(() => views.at(-1)?.connected).toBe(true)
  await session.append({ role: 'system', content: '5' })
  await expect.poll(() => lastContents(views)).toEqual(['3', '4', '5'])
})

test('where no WebSocket opens a watch converges and an answer ends with its row', async () => {
  await using proxy = await startDroppingProxy(server.url)
  proxy.refuseUpgrades(true)
  for (const options of [{ webSocket: false }, { url: proxy.url }]) {
    const client = server.client(options)
    const session = await newSession(client)
    const views = viewsOf(session.watch())
    const parts = await allOf(session.send('Is anybody there?'))
    expect(parts.at(-1)).toMatchObject({ type: 'ended', status: 'finalized' })
    await expect.poll(() => must(views.at(-1), 'a view').messages.length).toBe(2)
    expect(views.at(-1)?.connected).toBe(false)
    await server.client().session(session.id).append({ role: 'system', content: 'later' })
    await expect.poll(() => lastContents(views).at(-1)).toBe('later')
  }
})

test('a call whose answer was lost after the commit is made again and leaves one row', async () => {
  await using proxy = await startDroppingProxy(server.url)
  const session = await newSession(server.client({ url: proxy.url }))
  proxy.dropAnswerTo('message.append')
  const row = await session.append({ role: 'system', content: 'once' })
  proxy.dropAnswerTo('message.send')
  const answer = session.send('one answer')
  await answer.ended()
  expect(proxy.dropped()).toBe(2)
  const rows =
    await server.sql`select id, content from messages where session_id = ${session.id} order by message_index`
  expect(rows).toHaveLength(3)
  expect(rows[0]).toEqual({ id: row.id, content: 'once' })
  expect(rows.slice(1).map(({ id }) => id)).toEqual([answer.id, answer.streamId])
})

test('a watch and a send go on after the server was killed and started again', async () => {
  const client = server.client()
  const session = await newSession(client)
  const views = viewsOf(session.watch())
  await session.append({ role: 'system', content: 'before' })
  await expect.poll(() => views.at(-1)?.connected).toBe(true)
  await server.kill()
  const appended = session.append({ role: 'system', content: 'while it was away' })
  await server.startAgain()
  await appended
  await server.client().session(session.id).append({ role: 'system', content: 'after' })
  await expect.poll(() => lastContents(views)).toEqual(['before', 'while it was away', 'after'])
  await expect.poll(() => views.at(-1)?.connected).toBe(true)
})

test('a refusal is a DuckError with its code, and is not tried again', async () => {
  const client = server.client()
  await expect(client.session('nothing-here').get()).rejects.toMatchObject({
    name: 'DuckError',
    code: 'NOT_FOUND',
  })
  await expect(client.rpc.message.get.query({ messageId: 'no id' })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
    facts: { field: 'messageId' },
  })
  const stranger = server.client({ token: 'dk_nobody' })
  await expect(stranger.rpc.user.me.query()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  const watch = stranger.session('nothing-here').watch()[Symbol.asyncIterator]()
  await expect(watch.next()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  const session = await newSession(client)
  await expect(
    session.append({ role: 'system', content: 'x', expectedMessageCount: 7 }),
  ).rejects.toMatchObject({ code: 'CONFLICT', facts: { actualMessageCount: 0 } })
})

test('a server that is not there is given up after the patience', async () => {
  const client = server.client({ url: 'http://127.0.0.1:1', patienceMs: 300 })
  await expect(client.rpc.session.list.query()).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    facts: { reason: 'no-answer' },
  })
})

test('a closed client ends what it watches and refuses what it is asked', async () => {
  const client = server.client()
  const session = await newSession(client)
  const ended = allOf(session.watch())
  client.close()
  await ended
  await expect(session.get()).rejects.toMatchObject({ facts: { reason: 'closed' } })
})
