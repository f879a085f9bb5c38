import { expect, test } from 'vitest'
import { openStream } from '../stream/open.ts'
import { startStream } from '../stream/start.ts'
import { finalize, newServer, sendDraft, turn } from '../testing/answers.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { getMessageContext } from './context.ts'
import { sendMessage } from './send.ts'

const store = useDb()

/** What the model would be asked with, as `role: text`. */
async function asked(promptId: string, most = 200): Promise<string[]> {
  const turns = await getMessageContext(store.db, { userId: 'local', promptId }, most)
  return turns.map((each) => `${each.role}: ${each.content}`)
}

test('a conversation is asked with in its order, the prompt last', async () => {
  const sessionId = await store.newSession()
  await append(store.db, sessionId, { role: 'system', content: 'Be brief.' })
  await turn(store.db, sessionId, 'one?', 'one.')
  await turn(store.db, sessionId, 'two?', 'two.')
  const { id } = await append(store.db, sessionId, { content: 'three?' })
  expect(await asked(id)).toEqual([
    'system: Be brief.',
    'user: one?',
    'assistant: one.',
    'user: two?',
    'assistant: two.',
    'user: three?',
  ])
})

test('prompts sent quickly each have their own answer after them, and later ones are left out', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const sent = []
  for (const n of upTo(3))
    sent.push(await sendMessage(store.db, sendDraft(sessionId, { content: `${n}?`, serverId })))
  const expected: string[] = []
  for (const [n, { message, stream }] of sent.entries()) {
    expected.push(`user: ${n}?`)
    expect(await asked(message.id)).toEqual(expected)
    await startStream(store.db, serverId, stream.id)
    await finalize(store.db, serverId, stream.id, { content: `${n}.` })
    expected.push(`assistant: ${n}.`)
    // The prompt's own answer is no part of what it is asked with.
    expect(await asked(message.id)).toEqual(expected.slice(0, -1))
  }
  const { id } = await append(store.db, sessionId, { content: 'last?' })
  expect(await asked(id)).toEqual([...expected, 'user: last?'])
})

test('an edited message is asked with what stands above it only', async () => {
  const sessionId = await store.newSession()
  const first = await turn(store.db, sessionId, 'one?', 'one.')
  await turn(store.db, sessionId, 'two?', 'two.')
  const edited = await append(store.db, sessionId, { content: 'two, edited?', parentId: first.answerId })
  expect(await asked(edited.id)).toEqual(['user: one?', 'assistant: one.', 'user: two, edited?'])
})

test('of several answers to a prompt the one on the line is asked with', async () => {
  const sessionId = await store.newSession()
  const { promptId } = await turn(store.db, sessionId, 'one?', 'one.')
  const serverId = await newServer(store.db)
  const again = sendDraft(sessionId, { serverId, userId: 'local', id: sendDraft(sessionId).id })
  await openStream(store.db, { ...again, promptId })
  await startStream(store.db, serverId, again.id)
  await finalize(store.db, serverId, again.id, { content: 'one, again.' })
  const next = await append(store.db, sessionId, { content: 'two?' })
  expect(await asked(next.id)).toEqual(['user: one?', 'assistant: one, again.', 'user: two?'])
  expect(await asked(promptId)).toEqual(['user: one?'])
})

test('an answer without text leaves nothing between the prompts', async () => {
  const sessionId = await store.newSession()
  await turn(store.db, sessionId, 'one?', '')
  const { id } = await append(store.db, sessionId, { content: 'two?' })
  expect(await asked(id)).toEqual(['user: one?', 'user: two?'])
})

test('what comes of a long conversation is its end', async () => {
  const sessionId = await store.newSession()
  for (const n of upTo(20)) await append(store.db, sessionId, { content: `${n}` })
  const { id } = await append(store.db, sessionId, { content: 'last' })
  expect(await asked(id, 4)).toEqual(['user: 17', 'user: 18', 'user: 19', 'user: last'])
})
