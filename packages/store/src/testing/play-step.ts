import { type Message, must } from '@duck/protocol'
import type { Step } from '@duck/protocol/testing'
import type postgres from 'postgres'
import type { Db } from '../db.ts'
import { type AppendInput, appendMessage } from '../message/append.ts'
import { getSessionState } from '../message/count.ts'
import { sendMessage } from '../message/send.ts'
import { selectHead } from '../session/select-head.ts'
import { openStream } from '../stream/open.ts'
import { startStream } from '../stream/start.ts'
import { finalize, sendDraft } from './answers.ts'
import { draft } from './rows.ts'

/** Where the steps of a model are played for real. */
export interface Stage {
  db: Db
  /** The superuser's connection. */
  sql: postgres.Sql
  sessionId: string
  /** The server that writes the answers. */
  serverId: string
}

/** Does what the step says, through the store. */
export async function playStep(stage: Stage, step: Step): Promise<unknown> {
  const { db, sessionId, serverId } = stage
  switch (step.type) {
    case 'append':
      return appendMessage(db, draft(sessionId, step))
    case 'send':
      return sendMessage(db, sendDraft(sessionId, { ...step, serverId }))
    case 'open':
      return openStream(db, { ...step, id: step.streamId, userId: 'local', sessionId, model: 'm', serverId })
    case 'start':
      return startStream(db, serverId, step.streamId)
    case 'end':
      return finalize(db, serverId, step.streamId, { content: step.content })
    case 'choose':
      return selectHead(db, { userId: 'local', sessionId, messageId: step.headId })
    case 'repeat':
      return repeatAppend(stage, step.id)
  }
}

/** Sends an append again that is a row already, without the parent it may have had. */
async function repeatAppend({ db, sql, sessionId }: Stage, id: string): Promise<void> {
  const sent = await sql<Pick<AppendInput, 'id' | 'role' | 'content'>[]>`
    select id, role, content from messages where id = ${id}`
  await appendMessage(db, draft(sessionId, must(sent[0], 'the row to repeat')))
}

/** The session as the database has it, in the model's terms. */
export async function readStage({ db, sql, sessionId }: Stage) {
  const rows = await sql<Pick<Message, 'id' | 'messageIndex' | 'role' | 'parentId' | 'movesHead'>[]>`
    select id, message_index as "messageIndex", role, parent_id as "parentId", moves_head as "movesHead"
    from messages where session_id = ${sessionId} order by message_index`
  const streams = await sql<{ id: string; status: string }[]>`
    select id, status from message_streams where session_id = ${sessionId}`
  const { headId, messageCount } = await getSessionState(db, 'local', sessionId)
  return { rows: [...rows], streams: endedOrNot(streams), headId, messageCount }
}

/** The streams' ids, each with `queued`, `open` or `ended`. */
export function endedOrNot(streams: readonly { id: string; status: string }[]): Record<string, string> {
  const known = (status: string) => (status === 'queued' || status === 'open' ? status : 'ended')
  return Object.fromEntries(streams.map(({ id, status }) => [id, known(status)]))
}
