import { uuidv7 } from '@duck/protocol'
import type { TestClient } from '../app/create-test-client.ts'
import type { TurnIds } from './expected-rows.ts'
import type { PlayOne } from './play-all.ts'
import type { Conversation } from './read-conversations.ts'
import { watchAnswer } from './watch-answer.ts'

type Rpc = TestClient['rpc']

const TITLE_CHARS = 200

/** Has a conversation over tRPC: each prompt is sent when the answer before it is there, and its answer is watched. */
export async function sendConversation(
  rpc: Rpc,
  conversation: Conversation,
  ids: TurnIds[],
  answerMs: number,
): ReturnType<PlayOne> {
  const sessionId = uuidv7()
  const title = Array.from(conversation.title).slice(0, TITLE_CHARS).join('')
  await rpc.session.create.mutate({ id: sessionId, title })
  const heard: string[] = []
  for (const { prompt } of conversation.turns) {
    const turn = { promptId: uuidv7(), answerId: uuidv7() }
    const signal = AbortSignal.timeout(answerMs)
    await rpc.message.send.mutate(
      { sessionId, id: turn.promptId, content: prompt, streamId: turn.answerId },
      { signal },
    )
    heard.push(await watchAnswer(rpc, turn.answerId, signal))
    ids.push(turn)
  }
  return { sessionId, heard, views: [] }
}
