import { DuckError, idOfCopy, type Message, type Metadata, planSave, type Role } from '@duck/protocol'
import type { Call } from '../context.ts'
import { appendMessage } from '../message/append.ts'
import { listLine } from '../message/line.ts'

const PAGE_ROWS = 200

export interface SessionSave {
  sessionId: string
  /** The whole conversation as its caller knows it, perhaps an old copy; an id may be anything. */
  messages: readonly { id?: string; role: Role; content: string; metadata?: Metadata }[]
}

/**
 * Saves a list as those who think in whole lists do, by the rule of `planSave`: it appends what is missing and removes nothing,
 * whatever others append meanwhile. Gives the active line as it is stored then. What failed half-way may be called again.
 *
 * @throws as appendMessage does; what came before the message at fault stays.
 */
export async function saveSession({ ctx, input }: Call<SessionSave>): Promise<Message[]> {
  const { sessionId, messages } = input
  const stored = await activeLine(ctx, sessionId)
  const missing = planSave(sessionId, stored, messages)
  for (const { id, role, content, metadata } of missing)
    await appendOwnOrCopy({ ctx, input: { sessionId, id, role, content, metadata } })
  return missing.length === 0 ? stored : activeLine(ctx, sessionId)
}

/** A list that was copied from another session comes with the ids of that one's messages. */
async function appendOwnOrCopy({ ctx, input }: Parameters<typeof appendMessage>[0]): Promise<void> {
  try {
    await appendMessage({ ctx, input })
  } catch (error) {
    if (!(error instanceof DuckError) || error.facts.reason !== 'id-reused') throw error
    await appendMessage({ ctx, input: { ...input, id: idOfCopy(input.sessionId, input.id) } })
  }
}

/** The whole active line, ascending. */
async function activeLine(ctx: Call<SessionSave>['ctx'], sessionId: string): Promise<Message[]> {
  const pages: Message[][] = []
  let before: number | undefined
  for (;;) {
    const { messages } = await listLine({ ctx, input: { sessionId, before, limit: PAGE_ROWS } })
    pages.unshift(messages)
    const first = messages[0]
    if (!first || first.parentId === null) return pages.flat()
    before = first.messageIndex
  }
}
