import { type Message, uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'

/** Appends one message to a new session of the server at `url`. */
export async function appendOne(url: string): Promise<Message> {
  const { rpc, close } = createTestClient(url)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const message = await rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'user', content: 'Kept' })
  await close()
  return message
}

/** All messages of a session, as the server at `url` has them. */
export async function readAll(url: string, sessionId: string): Promise<Message[]> {
  const { rpc, close } = createTestClient(url)
  const { messages } = await rpc.message.list.query({ sessionId })
  await close()
  return messages
}
