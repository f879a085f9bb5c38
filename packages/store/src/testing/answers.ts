import { type Message, type Stream, uuidv7 } from '@duck/protocol'
import type { Db } from '../db.ts'
import { type SendInput, sendMessage } from '../message/send.ts'
import { beat } from '../server/beat.ts'
import { checkpointStreams } from '../stream/checkpoint.ts'
import { type Finalized, type FinalizeInput, finalizeStream } from '../stream/finalize.ts'
import { startStream } from '../stream/start.ts'

/** A registered server; gives its id. */
export async function newServer(db: Db): Promise<string> {
  const serverId = uuidv7()
  await beat(db, serverId)
  return serverId
}

export function sendDraft(sessionId: string, given: Partial<SendInput> = {}): SendInput {
  return {
    userId: 'local',
    sessionId,
    id: uuidv7(),
    content: 'Hello',
    streamId: uuidv7(),
    model: 'duck/duck',
    serverId: uuidv7(),
    ...given,
  }
}

/** A prompt whose answer is being written by `serverId`, its `text` so far durable. */
export async function openAnswer(
  db: Db,
  sessionId: string,
  serverId: string,
  text = '',
): Promise<{ prompt: Message; stream: Stream }> {
  const { message, stream } = await sendMessage(db, sendDraft(sessionId, { serverId }))
  await startStream(db, serverId, stream.id)
  if (text !== '') await checkpointStreams(db, serverId, [{ streamId: stream.id, startUnit: 0, delta: text }])
  return { prompt: message, stream }
}

/** Ends a stream as completed with the text 'Quack!', unless told otherwise. */
export function finalize(
  db: Db,
  serverId: string,
  streamId: string,
  given: Partial<FinalizeInput> = {},
): Promise<Finalized> {
  return finalizeStream(db, {
    serverId,
    streamId,
    status: 'finalized',
    finishReason: 'completed',
    content: 'Quack!',
    metadata: {},
    errorClass: null,
    ...given,
  })
}

/** A question and its whole answer, one after the other. */
export async function turn(
  db: Db,
  sessionId: string,
  question: string,
  answer: string,
  given: Partial<SendInput> = {},
): Promise<{ promptId: string; answerId: string }> {
  const serverId = await newServer(db)
  const { message, stream } = await sendMessage(
    db,
    sendDraft(sessionId, { content: question, serverId, ...given }),
  )
  await startStream(db, serverId, stream.id)
  await finalize(db, serverId, stream.id, { content: answer })
  return { promptId: message.id, answerId: stream.id }
}
