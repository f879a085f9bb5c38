import { type Message, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { getSessionState } from '../message/count.ts'
import { getMessage } from '../message/get.ts'
import { sendMessage } from '../message/send.ts'
import { finalize, newServer, openAnswer, sendDraft, turn } from '../testing/answers.ts'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { openStream } from './open.ts'

const store = useDb()

async function headOf(sessionId: string): Promise<string | null> {
  return (await getSessionState(store.db, 'local', sessionId)).headId
}

/** Asks for another answer to the prompt; ends it when called. */
async function regenerate(sessionId: string, promptId: string, continueFrom?: string) {
  const serverId = await newServer(store.db)
  const id = uuidv7()
  await openStream(store.db, { userId: 'local', sessionId, id, promptId, continueFrom, model: 'm', serverId })
  return async (): Promise<Message> => {
    await finalize(store.db, serverId, id)
    return getMessage(store.db, 'local', id)
  }
}

test('answers to prompts sent quickly go to the end of the line, one after the other', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const first = await openAnswer(store.db, sessionId, serverId)
  const second = await sendMessage(store.db, sendDraft(sessionId, { serverId }))
  await finalize(store.db, serverId, first.stream.id)
  await finalize(store.db, serverId, second.stream.id)
  expect(await getMessage(store.db, 'local', first.stream.id)).toMatchObject({
    parentId: second.message.id,
    movesHead: true,
  })
  expect(await getMessage(store.db, 'local', second.stream.id)).toMatchObject({
    parentId: first.stream.id,
    movesHead: true,
  })
  expect(await headOf(sessionId)).toBe(second.stream.id)
})

test('an answer whose prompt was edited meanwhile follows its prompt and leaves the head alone', async () => {
  const sessionId = await store.newSession()
  const serverId = await newServer(store.db)
  const { prompt, stream } = await openAnswer(store.db, sessionId, serverId)
  const edited = await append(store.db, sessionId, { parentId: null })
  await finalize(store.db, serverId, stream.id)
  expect(await getMessage(store.db, 'local', stream.id)).toMatchObject({
    parentId: prompt.id,
    movesHead: false,
  })
  expect(await headOf(sessionId)).toBe(edited.id)
})

test('an answer sent on an old line follows it there', async () => {
  const sessionId = await store.newSession()
  const { answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  await turn(store.db, sessionId, 'two?', 'two.')
  const branch = await turn(store.db, sessionId, 'two, edited?', 'Quack!', { parentId: answerId })
  expect(await getMessage(store.db, 'local', branch.answerId)).toMatchObject({ parentId: branch.promptId })
  expect(await headOf(sessionId)).toBe(branch.answerId)
})

test('another answer to a prompt stands beside the first and takes the head', async () => {
  const sessionId = await store.newSession()
  const { promptId } = await turn(store.db, sessionId, 'one?', 'one.')
  const end = await regenerate(sessionId, promptId)
  const again = await end()
  expect(again).toMatchObject({ parentId: promptId, movesHead: true })
  expect(await headOf(sessionId)).toBe(again.id)
})

test('another answer does not take the head from a message that came meanwhile', async () => {
  const sessionId = await store.newSession()
  const { promptId } = await turn(store.db, sessionId, 'one?', 'one.')
  const end = await regenerate(sessionId, promptId)
  const next = await append(store.db, sessionId)
  expect(await end()).toMatchObject({ parentId: promptId, movesHead: false })
  expect(await headOf(sessionId)).toBe(next.id)
})

test('a continued answer follows the prompt as well', async () => {
  const sessionId = await store.newSession()
  const { promptId, answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  const end = await regenerate(sessionId, promptId, answerId)
  expect(await end()).toMatchObject({ parentId: promptId, movesHead: true })
})

test('a line that a person chose is the head until the next message', async () => {
  const sessionId = await store.newSession()
  const { answerId } = await turn(store.db, sessionId, 'one?', 'one.')
  await turn(store.db, sessionId, 'two?', 'two.')
  await store.sql`
    update chat_sessions set head_id = ${answerId}, head_set_at_count = 4 where id = ${sessionId}`
  expect(await headOf(sessionId)).toBe(answerId)
  const next = await append(store.db, sessionId)
  expect(next.parentId).toBe(answerId)
  expect(await headOf(sessionId)).toBe(next.id)
})
