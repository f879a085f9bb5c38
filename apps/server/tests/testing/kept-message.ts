import { type Message, uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'

/** Appends one message to a new session of the server at `url`, as the user of the tests unless told otherwise. */
export async function appendOne(
  url: string,
  headers: Record<string, string> = TEST_HEADERS,
): Promise<Message> {
  const { rpc, close } = createTestClient(url, headers)
  const { id: sessionId } = await rpc.session.create.mutate({})
  const message = await rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'user', content: 'Kept' })
  await close()
  return message
}

/** All messages of a session, as the server at `url` has them. */
export async function readAll(
  url: string,
  sessionId: string,
  headers: Record<string, string> = TEST_HEADERS,
): Promise<Message[]> {
  const { rpc, close } = createTestClient(url, headers)
  const { messages } = await rpc.message.list.query({ sessionId })
  await close()
  return messages
}
