import { type Message, uuidv7 } from '@duck/protocol'
import { signInGuest } from '@duck/testing/app'
import { TEST_KEY, TEST_USER } from '@duck/testing/database'
import { expect, test, vi } from 'vitest'
import { startDroppingProxy } from '../testing/start-dropping-proxy.ts'
import { useServer } from '../testing/use-server.ts'
import { AppendOnlyChatService } from './append-only-chat-service.ts'

const server = useServer()

const contents = (rows: readonly Message[]) => rows.map(({ content }) => content)
const say = (content: string) => ({ role: 'user', content })

async function newChat(options = {}) {
  const chat = new AppendOnlyChatService(uuidv7(), TEST_USER, { client: server.client(options) })
  await chat.createChatSession('gpt-4', 'New Chat')
  return chat
}

const another = ({ sessionId }: AppendOnlyChatService) =>
  new AppendOnlyChatService(sessionId, TEST_USER, { client: server.client() })

test("the old app's calling code runs unchanged but for the import", async () => {
  vi.stubEnv('DUCK_URL', server.url)
  vi.stubEnv('DUCK_TOKEN', TEST_KEY)
  const [sessionId, userId] = [uuidv7(), TEST_USER]

  const chat = new AppendOnlyChatService(sessionId, userId)
  await chat.createChatSession('gpt-4', 'New Chat')
  await chat.appendMessage('user', 'Hello!')
  await chat.appendMessage('assistant', 'Hi there!')
  const messages = await chat.loadChatSession()

  expect(messages.map(({ role, content }) => [role, content])).toEqual([
    ['user', 'Hello!'],
    ['assistant', 'Hi there!'],
  ])
  chat.close()
})

test('calls that nobody waits for are stored in the order they were made', async () => {
  const chat = new AppendOnlyChatService(uuidv7(), undefined, { client: server.client() })
  const texts = Array.from({ length: 10 }, (_, n) => `${n}`)
  const calls = [
    chat.createChatSession('gpt-4', 'New Chat'),
    ...texts.map((text) => chat.appendMessage('user', text, { n: Number(text) })),
  ]
  const messages = await chat.loadChatSession()
  await Promise.all(calls)
  expect(contents(messages)).toEqual(texts)
  expect(messages[3]?.metadata).toEqual({ n: 3 })
})

test('saveChatSession from two stale copies at once loses nothing, and what both have comes once', async () => {
  const one = await newChat()
  const other = another(one)
  await one.saveChatSession([say('Hello!')])
  const [mine, theirs] = [await one.loadChatSession(), await other.loadChatSession()]
  await Promise.all([
    one.saveChatSession([...mine, say('both'), say('one')]),
    other.saveChatSession([...theirs, say('both'), say('other')]),
  ])
  const stored = contents(await one.loadChatSession())
  expect(stored.slice(0, 2)).toEqual(['Hello!', 'both'])
  expect(stored.slice(2).toSorted()).toEqual(['one', 'other'])
})

test('a save whose answers were lost and which is made again stores each message once', async () => {
  await using proxy = await startDroppingProxy(server.url)
  const chat = await newChat({ url: proxy.url })
  const list = [{ ...say('a'), id: 'msg-1' }, say('b'), say('b')]
  proxy.dropAnswerTo('message.append')
  expect(contents(await chat.saveChatSession(list))).toEqual(['a', 'b', 'b'])
  expect(proxy.dropped()).toBe(1)
  expect(contents(await another(chat).saveChatSession(list))).toEqual(['a', 'b', 'b'])
})

test('a save from a shorter copy, or of an empty list, removes nothing', async () => {
  const chat = await newChat()
  const stored = await chat.saveChatSession(['a', 'b', 'c'].map(say))
  expect(await chat.saveChatSession([say('a')])).toEqual(stored)
  expect(await chat.saveChatSession([])).toEqual(stored)
})

test('a conversation that was loaded is saved as another one too, once', async () => {
  const [from, to] = [await newChat(), await newChat()]
  const loaded = await from.saveChatSession(['a', 'b'].map(say))
  expect(contents(await to.saveChatSession(loaded))).toEqual(['a', 'b'])
  expect(contents(await to.saveChatSession(loaded))).toEqual(['a', 'b'])
})

test('a conversation of several pages is loaded whole', async () => {
  const chat = await newChat()
  const texts = Array.from({ length: 203 }, (_, n) => `${n}`)
  expect(contents(await chat.saveChatSession(texts.map(say)))).toEqual(texts)
})

test('a list with a message that cannot be stored is refused whole, and names it', async () => {
  const chat = await newChat()
  const large = { ...say('x'), metadata: { notes: 'x'.repeat(16 * 1024) } }
  const faults = [say('  '), say('\0'), say('\ud800'), { role: 'user', content: null }, large]
  for (const fault of faults)
    await expect(chat.saveChatSession([say('fine'), fault])).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      facts: { field: expect.stringContaining('messages[1].') },
    })
  await expect(chat.saveChatSession([say('x'.repeat(1024 * 1024 + 1))])).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
  })
  expect(await chat.loadChatSession()).toEqual([])
})

test('messages as only the old app has them are kept whole, and saved again they are the same', async () => {
  const chat = await newChat()
  const list = [
    { role: 'user', content: [{ type: 'text', text: 'How much is 2 + 2?' }] },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c1', name: 'sum' }] },
    { role: 'tool', content: '4', tool_call_id: 'c1' },
    { role: 'assistant', content: 'Four.', id: 4 },
  ]
  const stored = await chat.saveChatSession(list)
  expect(stored.map(({ role, content }) => [role, content])).toEqual([
    ['user', 'How much is 2 + 2?'],
    ['assistant', ''],
    ['assistant', '4'],
    ['assistant', 'Four.'],
  ])
  expect(stored[1]?.metadata).toEqual({ legacy: { content: null, tool_calls: [{ id: 'c1', name: 'sum' }] } })
  expect(stored[2]?.metadata).toEqual({ legacy: { role: 'tool', tool_call_id: 'c1' } })
  expect(await another(chat).saveChatSession(list)).toEqual(stored)
  expect(await another(chat).saveChatSession(stored)).toEqual(stored)
})

test('what came in by a move and would be refused now hinders no save', async () => {
  const chat = await newChat()
  await server.sql`insert into messages (session_id, message_index, role, content, moves_head, origin)
    values (${chat.sessionId}, 0, 'user', '', true, 'legacy')`
  const loaded = await chat.loadChatSession()
  expect(contents(await chat.saveChatSession([...loaded, say('next')]))).toEqual(['', 'next'])
})

test('the time that a caller keeps with a message is kept, and what the server writes is left to it', async () => {
  const chat = await newChat()
  const message = { ...say('a'), timestamp: new Date(0), metadata: { mood: 'good', model: 'gpt-4' } }
  const [row] = await chat.saveChatSession([message])
  expect(row?.metadata).toEqual({ mood: 'good', timestamp: '1970-01-01T00:00:00.000Z' })
})

test('a user who is not the one signed in is FORBIDDEN everything, and nothing happens', async () => {
  const chat = await newChat()
  const wrong = new AppendOnlyChatService(chat.sessionId, 'somebody-else', { client: server.client() })
  for (const call of [
    () => wrong.createChatSession('gpt-4', 'New Chat'),
    () => wrong.appendMessage('user', 'x'),
    () => wrong.loadChatSession(),
    () => wrong.saveChatSession([say('x')]),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await chat.loadChatSession()).toEqual([])
})

test("somebody else's conversation is not there", async () => {
  const chat = await newChat()
  const { authorization } = await signInGuest(server.url)
  const token = authorization.replace('Bearer ', '')
  const guest = new AppendOnlyChatService(chat.sessionId, undefined, { client: server.client({ token }) })
  await expect(guest.appendMessage('user', 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(guest.loadChatSession()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
