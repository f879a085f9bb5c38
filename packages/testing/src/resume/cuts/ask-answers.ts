import { must, toStorable } from '@duck/protocol'
import type { Random } from '../../random/random.ts'
import { type OddAnswerOptions, oddAnswer } from '../stage/odd-answer.ts'
import type { Stage } from '../stage/open-stage.ts'

/** An answer that is to come. */
export interface PlannedAnswer {
  sessionId: string
  streamId: string
  messageId: string
  /** What the user writes, and the model goes by. */
  prompt: string
  /** What the row is to hold. */
  content: string
}

export interface AnswerPlan extends OddAnswerOptions {
  sessions: number
  /** Of each session; they are asked for at once and run one after the other. */
  answers: number
}

/** Creates the sessions and tells the model what to say. */
export async function planAnswers(stage: Stage, random: Random, plan: AnswerPlan): Promise<PlannedAnswer[]> {
  const sessionIds = Array.from({ length: plan.sessions }, () => random.uuid())
  const { rpc } = stage.client(0)
  for (const id of sessionIds) await rpc.session.create.mutate({ id })
  const order = Array.from({ length: plan.answers }, () => sessionIds).flat()
  return order.map((sessionId, place) => {
    const prompt = `${sessionId} ${place}`
    const script = oddAnswer(random.fork(prompt), plan)
    stage.scripts.set(prompt, script)
    const content = toStorable(script.deltas.join(''))
    return { sessionId, streamId: random.uuid(), messageId: random.uuid(), prompt, content }
  })
}

/** Asks for them all, at one server and the other by turns. */
export async function askAnswers(stage: Stage, planned: readonly PlannedAnswer[]): Promise<void> {
  const clients = [stage.client(0), stage.client(1)]
  for (const [place, { sessionId, messageId, streamId, prompt }] of planned.entries())
    await must(clients[place % clients.length], 'a client').rpc.message.send.mutate({
      sessionId,
      id: messageId,
      streamId,
      content: prompt,
    })
}

/** The text of each row there is, by stream, as SQL has it. */
export async function readRows(
  { sql }: Stage,
  streamIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; content: string }[]>`
    select id, content from messages where id = any (${[...streamIds]}::uuid[])`
  return new Map(rows.map(({ id, content }) => [id, content]))
}
