import type { FinishReason, Message } from '@duck/protocol'
import { must, toStorable } from '@duck/protocol'
import type { RecordedConversation } from '../model-server/recorded-answers.ts'
import type { Reply, RequestMessage } from '../model-server/script.ts'
import type { Conversation } from './read-conversations.ts'

/** What is compared of a message. */
export type Row = Pick<Message, 'id' | 'role' | 'content' | 'parentId'> & {
  index: number
  finishReason: FinishReason | null
}

/** The ids under which a turn was stored. */
export interface TurnIds {
  promptId: string
  answerId: string
}

/** A turn with the answer the model gives to it. */
export interface SpokenTurn {
  prompt: string
  answer: string
  /** What the model is asked with: the conversation up to the prompt. */
  line: RequestMessage[]
}

/** The conversation as the fake model server plays it: the same `reply` asked with the same words. */
export async function speak({ turns }: Conversation, reply: Reply): Promise<SpokenTurn[]> {
  const spoken: SpokenTurn[] = []
  const said: RequestMessage[] = []
  for (const { prompt } of turns) {
    said.push({ role: 'user', content: prompt })
    const line = [...said]
    const answer = await answerTo(line, reply)
    said.push({ role: 'assistant', content: answer })
    spoken.push({ prompt, answer, line })
  }
  return spoken
}

/** The rows a conversation has to become: each prompt follows the answer before it, each answer its prompt. */
export function expectedRows(spoken: readonly SpokenTurn[], ids: readonly TurnIds[]): Row[] {
  return spoken.flatMap(({ prompt, answer }, at): Row[] => {
    const { promptId, answerId } = must(ids[at], `the ids of turn ${at}`)
    return [
      {
        id: promptId,
        index: 2 * at,
        role: 'user',
        content: prompt,
        parentId: ids[at - 1]?.answerId ?? null,
        finishReason: null,
      },
      {
        id: answerId,
        index: 2 * at + 1,
        role: 'assistant',
        content: answer,
        parentId: promptId,
        finishReason: 'completed',
      },
    ]
  })
}

/** The conversation in the form the fake model server learns its answers from. */
export function toRecorded({ turns }: Conversation): RecordedConversation {
  const messages = turns.flatMap(({ prompt, answer }) => [
    { role: 'user', content: prompt },
    ...(answer === null ? [] : [{ role: 'assistant', content: answer }]),
  ])
  return { messages }
}

async function answerTo(line: RequestMessage[], reply: Reply): Promise<string> {
  const request = {
    model: '',
    messages: line,
    stream: true,
    includeUsage: true,
    authorization: null,
    body: null,
  }
  const { deltas } = await reply(request)
  return toStorable(typeof deltas === 'string' ? deltas : deltas.join(''))
}
