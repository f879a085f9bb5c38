import type { FinishReason, Message } from '@duck/protocol'
import { DELTAS, NEXT_DELTAS, NEXT_PROMPT, PROMPT } from '../answer.ts'
import type { Observation } from '../point/observation.ts'
import type { Moment } from '../points.ts'

export const PROMPTED = { id: 'prompt', streamId: 'answer', content: PROMPT }
export const NEXT = { id: 'next-prompt', streamId: 'next-answer', content: NEXT_PROMPT }
const KILLED_AT = 10_000
const SETTLED_MS = 7_000

interface Seen {
  /** Of the cut answer; '' for no row. Default its first 400 code units. */
  content?: string
  status?: 'finalized' | 'interrupted'
  /** What its tab had seen, 400 by default, and how long before the kill. */
  units?: number
  seenMsBefore?: number
}

/** A kill after which every promise was kept, unless the numbers given say otherwise. */
export function observed(seen: Seen = {}): Observation {
  const { content = DELTAS.join('').slice(0, 400), status = 'interrupted' } = seen
  const { units = 400, seenMsBefore = 500 } = seen
  const answer = answerRow(1, content, status === 'finalized' ? 'completed' : 'interrupted')
  const rows = [
    userRow(0, PROMPTED.id, PROMPT),
    answer,
    userRow(2, NEXT.id, NEXT_PROMPT),
    { ...answerRow(3, NEXT_DELTAS.join(''), 'completed'), id: NEXT.streamId },
  ]
  const stored = content === '' ? withoutAnswer(rows) : rows
  return {
    point: {
      name: 'delta-20',
      mode: 'restart',
      moment: { kind: 'delta', count: 20 },
      nextAtOnce: false,
    },
    prompt: PROMPTED,
    next: NEXT,
    answer: DELTAS.join(''),
    killedAt: KILLED_AT,
    settledMs: SETTLED_MS,
    streams: [
      { id: PROMPTED.streamId, status, errorClass: status === 'interrupted' ? 'server-died' : null },
      { id: NEXT.streamId, status: 'finalized', errorClass: null },
    ],
    rows: stored,
    listed: stored,
    tabs: [
      {
        name: 'the tab',
        text: DELTAS.join('').slice(0, units),
        sightings: [{ at: KILLED_AT - seenMsBefore, units }],
        changed: 0,
        list: stored,
        stillRunning: [],
        convergedMs: 20,
      },
    ],
    asked: 1,
  }
}

export function cutAt(observation: Observation, moment: Moment): Observation {
  return { ...observation, point: { ...observation.point, moment } }
}

export function userRow(messageIndex: number, id: string, content: string): Message {
  return { ...answerRow(messageIndex, content, null), id, role: 'user', origin: 'client' }
}

/** The row of the cut answer. */
export function answerRow(messageIndex: number, content: string, finishReason: FinishReason | null): Message {
  return {
    id: PROMPTED.streamId,
    sessionId: 'session',
    messageIndex,
    role: 'assistant',
    content,
    metadata: {},
    parentId: null,
    movesHead: true,
    origin: 'stream',
    finishReason,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
}

function withoutAnswer(rows: readonly Message[]): Message[] {
  const left = rows.filter(({ id }) => id !== PROMPTED.streamId)
  return left.map((row, messageIndex) => ({ ...row, messageIndex }))
}
