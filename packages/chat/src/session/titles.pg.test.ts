import { must } from '@duck/protocol'
import { createGate, type Reply } from '@duck/testing/model-server'
import { beforeEach, expect, test } from 'vitest'
import { sendMessage } from '../message/send.ts'
import { openTab } from '../testing/open-tab.ts'
import { say, useChat } from '../testing/use-chat.ts'
import { createSession } from './create.ts'
import { getSession } from './get.ts'
import { updateSession } from './update.ts'

const server = useChat()
const says =
  (text: string): Reply =>
  () => ({ deltas: [text] })
beforeEach(() => server.model.setTitleReply(says('"Ducks in winter."')))

async function titleOf(sessionId: string): Promise<string | null> {
  return (await getSession({ ctx: server.ctx, input: { sessionId } })).title
}

async function namedBy(sessionId: string): Promise<unknown> {
  const [row] = await server.sql`select title_by from chat_sessions where id = ${sessionId}`
  return row?.title_by
}

/** Asks, and waits for the answer and for whatever is done about a title after it. */
async function ask(sessionId: string, content: string, rows: number, model?: string): Promise<void> {
  await sendMessage({ ctx: server.ctx, input: { ...say(sessionId, content), model } })
  await server.rows(sessionId, rows)
}

/** How often a title was asked for in which this text plays a part. */
function asked(text: string): number {
  const about = server.model.titleRequests.filter(({ messages }) => JSON.stringify(messages).includes(text))
  return about.length
}

test('the model names a session once, after its first answer, and the tabs are told', async () => {
  const tab = await openTab(server.ctx)
  const sessionId = await server.newSession()
  await ask(sessionId, 'Do ducks freeze-1?', 2)
  await expect.poll(() => titleOf(sessionId)).toBe('Ducks in winter')
  expect(await namedBy(sessionId)).toBe('model')
  await expect.poll(() => tab.types().at(-1)).toBe('sessions-changed')
  server.model.setTitleReply(says('Something else'))
  await ask(sessionId, 'And geese freeze-1?', 4)
  // A title that were asked for would be there before that of the next session.
  const next = await server.newSession()
  await ask(next, 'Who quacks?', 2)
  await expect.poll(() => titleOf(next)).toBe('Something else')
  expect(await titleOf(sessionId)).toBe('Ducks in winter')
  expect(asked('freeze-1')).toBe(1)
})

test('a model is asked with the text of this session’s prompt and answer, and of no other', async () => {
  const other = await server.newSession()
  await ask(other, 'other-words', 2)
  await expect.poll(() => namedBy(other)).toBe('model')
  server.model.setReply(says('these-answered'))
  const sessionId = await server.newSession()
  await updateSession({ ctx: server.ctx, input: { sessionId, systemPrompt: 'secret-system' } })
  await ask(sessionId, 'these-words', 2)
  await expect.poll(() => namedBy(sessionId)).toBe('model')
  const request = must(server.model.titleRequests.at(-1), 'title request')
  const [system, turn, ...more] = request.messages
  expect(more).toEqual([])
  expect(system).toMatchObject({ role: 'system', content: expect.stringMatching(/^Write a title/) })
  expect(turn).toEqual({ role: 'user', content: 'these-words\n\n---\n\nthese-answered' })
  expect(request.model).toBe('fake-1')
})

test('of long texts the model is given the beginning, whole characters', async () => {
  server.model.setReply(says(`${'🦆'.repeat(3_000)} the end`))
  const sessionId = await server.newSession()
  await ask(sessionId, `x${'🦆'.repeat(3_000)} the end`, 2)
  await expect.poll(() => namedBy(sessionId)).toBe('model')
  const content = server.model.titleRequests.at(-1)?.messages.at(-1)?.content ?? ''
  expect(content.length).toBeLessThan(4_100)
  expect(content).not.toContain('the end')
  expect(content.isWellFormed()).toBe(true)
})

test('a title that the user chose at the start is kept, and no model is asked', async () => {
  const { id } = await createSession({ ctx: server.ctx, input: { title: 'Mine' } })
  await ask(id, 'chosen-1', 2)
  const next = await server.newSession()
  await ask(next, 'Who quacks?', 2)
  await expect.poll(() => namedBy(next)).toBe('model')
  expect(await titleOf(id)).toBe('Mine')
  expect(asked('chosen-1')).toBe(0)
})

test('a title that the user chooses while the model is asked is kept', async () => {
  const gate = createGate()
  server.model.setTitleReply(() => ({ deltas: ['Late'], gate: { before: 0, opened: gate.opened } }))
  const sessionId = await server.newSession()
  await ask(sessionId, 'chosen-2', 2)
  await expect.poll(() => asked('chosen-2')).toBe(1)
  await updateSession({ ctx: server.ctx, input: { sessionId, title: 'Mine' } })
  gate.open()
  const tab = await openTab(server.ctx)
  server.model.setTitleReply(says('Next'))
  const next = await server.newSession()
  await ask(next, 'Who quacks?', 2)
  await expect.poll(() => titleOf(next)).toBe('Next')
  await expect.poll(() => tab.types()).toContain('sessions-changed')
  expect(await titleOf(sessionId)).toBe('Mine')
  expect(await namedBy(sessionId)).toBe('user')
})

test.each<[string, Reply]>([
  ['says nothing', says('')],
  ['writes an essay', says('Ducks are birds. '.repeat(40))],
  ['writes without end', () => ({ deltas: Array.from({ length: 400 }, () => 'quack quack '), end: 'hang' })],
  ['fails', () => ({ deltas: [], status: 500 })],
  ['breaks off', () => ({ deltas: ['Duc'], end: 'cut' })],
])(
  'of a model that %s the title of the text stays, and the next answer brings another try',
  async (name, reply) => {
    server.model.setTitleReply(reply)
    const sessionId = await server.newSession()
    await ask(sessionId, `freeze ${name}`, 2)
    await expect.poll(() => asked(`freeze ${name}`)).toBe(1)
    expect(await titleOf(sessionId)).toBe(`freeze ${name}`)
    server.model.setTitleReply(says('Better'))
    // The try before may be under way still: then the answer after it brings the next.
    let rows = 2
    const again = async () => {
      rows += 2
      await ask(sessionId, `again ${name}`, rows)
      return titleOf(sessionId)
    }
    await expect.poll(again, { interval: 20, timeout: 20_000 }).toBe('Better')
    expect(await namedBy(sessionId)).toBe('model')
  },
)

test('an answer that failed brings no title', async () => {
  server.model.setReply(() => ({ deltas: ['Qua'], end: 'cut' }))
  const sessionId = await server.newSession()
  await ask(sessionId, 'failed-1', 2)
  server.model.setReply(says('fine'))
  const next = await server.newSession()
  await ask(next, 'Who quacks?', 2)
  await expect.poll(() => namedBy(next)).toBe('model')
  expect(asked('failed-1')).toBe(0)
  expect(await namedBy(sessionId)).toBeNull()
})

test('the offline duck keeps the title of the text, as the last word, and asks nobody', async () => {
  const sessionId = await server.newSession()
  await ask(sessionId, 'Quack offline', 2, 'duck/duck')
  await expect.poll(() => namedBy(sessionId)).toBe('model')
  expect(await titleOf(sessionId)).toBe('Quack offline')
  expect(asked('Quack offline')).toBe(0)
})

test('a server that stops asks no longer, and waits for no title', async () => {
  const stopping = await server.another()
  server.model.setTitleReply(() => ({ deltas: ['Duc'], end: 'hang' }))
  const sessionId = await server.newSession()
  await sendMessage({ ctx: stopping.as({ userId: 'local' }), input: say(sessionId, 'stopping-1') })
  await expect.poll(() => asked('stopping-1')).toBe(1)
  await stopping.close()
  expect(await namedBy(sessionId)).toBeNull()
})
