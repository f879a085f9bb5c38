import { DuckError } from '../errors.ts'
import { type ChosenHead, headOf } from '../head.ts'
import type { Message } from '../message.ts'
import { must } from '../must.ts'
import { parentOf } from '../parent.ts'
import { type AskedAnswer, placeAnswer } from '../place-answer.ts'

export type ModelRow = Pick<Message, 'id' | 'messageIndex' | 'role' | 'parentId' | 'movesHead'>

export interface ModelStream extends AskedAnswer {
  id: string
  status: 'queued' | 'open' | 'ended'
  /** The message count when it was asked for. */
  askedAtCount: number
}

/** A session as the pure rules alone would keep it. */
export interface SessionModel {
  rows: readonly ModelRow[]
  streams: readonly ModelStream[]
  chosen: ChosenHead | null
}

/** One act of a writer, with every id named. */
export type Step =
  | { type: 'append'; id: string; role: Message['role']; parentId?: string | null }
  | { type: 'send'; id: string; streamId: string; parentId?: string | null }
  | { type: 'open'; streamId: string; promptId: string; continueFrom?: string }
  | { type: 'start'; streamId: string }
  | { type: 'end'; streamId: string; content: string }
  | { type: 'choose'; headId: string }
  /** The append of a message that is there, sent again. */
  | { type: 'repeat'; id: string }

export const EMPTY_SESSION: SessionModel = { rows: [], streams: [], chosen: null }

export function headIn(model: SessionModel): string | null {
  return headOf(model.rows, model.chosen)
}

/** The session after the step, or how the rules refuse it; then nothing has changed. */
export function tryStep(model: SessionModel, step: Step): SessionModel | DuckError {
  try {
    return afterStep(model, step)
  } catch (error) {
    if (error instanceof DuckError) return error
    throw error
  }
}

/** The session after a step that the rules do not refuse. */
export function afterStep(model: SessionModel, step: Step): SessionModel {
  switch (step.type) {
    case 'append':
      return appended(model, step, step.role)
    case 'send':
      return asked(appended(model, step, 'user'), step.streamId, { promptId: step.id, follows: 'head' })
    case 'open':
      return asked(model, step.streamId, { promptId: step.promptId, follows: 'prompt' })
    case 'start':
      return started(model, step.streamId)
    case 'end':
      return ended(model, step.streamId, step.content)
    case 'choose':
      return { ...model, chosen: { headId: step.headId, headSetAtCount: model.rows.length } }
    case 'repeat':
      return model
  }
}

type NewRow = Omit<ModelRow, 'messageIndex'>

function withRow(model: SessionModel, row: NewRow): SessionModel {
  return { ...model, rows: [...model.rows, { ...row, messageIndex: model.rows.length }] }
}

function appended(
  model: SessionModel,
  { id, parentId }: { id: string; parentId?: string | null },
  role: Message['role'],
): SessionModel {
  return withRow(model, {
    id,
    role,
    parentId: parentOf(model.rows, headIn(model), parentId),
    movesHead: true,
  })
}

function asked(
  model: SessionModel,
  id: string,
  what: Pick<AskedAnswer, 'promptId' | 'follows'>,
): SessionModel {
  const stream: ModelStream = {
    ...what,
    id,
    status: 'queued',
    headAtOpen: headIn(model),
    askedAtCount: model.rows.length,
  }
  return { ...model, streams: [...model.streams, stream] }
}

/** Answers of a session are written one after another, in the order in which they were asked for. */
function started(model: SessionModel, id: string): SessionModel {
  const first = model.streams.find(({ status }) => status !== 'ended')
  return first?.id === id ? withStatus(model, id, 'open') : model
}

function ended(model: SessionModel, id: string, content: string): SessionModel {
  const stream = must(
    model.streams.find((each) => each.id === id),
    'the stream that ends',
  )
  const after = withStatus(model, id, 'ended')
  if (content === '') return after
  return withRow(after, { id, role: 'assistant', ...placeAnswer(model.rows, headIn(model), stream) })
}

function withStatus(model: SessionModel, id: string, status: ModelStream['status']): SessionModel {
  return { ...model, streams: model.streams.map((each) => (each.id === id ? { ...each, status } : each)) }
}
