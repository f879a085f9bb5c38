import fc from 'fast-check'
import type { Message } from '../message.ts'
import type { ModelRow, SessionModel, Step } from './session-model.ts'

/** What a writer may do, by a name and a number that picks among what the session then has. */
export interface Command {
  verb: Verb
  pick: number
}

/** The parent that a `stray` append names: a message, if at all, of another session. */
export const STRAY_ID = '00000000-0000-7000-8000-000000000001'

type Resolve = (model: SessionModel, pick: number, newId: () => string) => Step | null

const ROLES: readonly Message['role'][] = ['user', 'assistant', 'system']

const RESOLVE = {
  append: (_model, pick, newId) => ({ type: 'append', id: newId(), role: chosen(ROLES, pick) ?? 'user' }),
  send: (_model, _pick, newId) => ({ type: 'send', id: newId(), streamId: newId() }),
  restart: (_model, _pick, newId) => ({ type: 'send', id: newId(), streamId: newId(), parentId: null }),
  edit: (model, pick, newId) => {
    const edited = chosen(prompts(model), pick)
    return edited && { type: 'send', id: newId(), streamId: newId(), parentId: edited.parentId }
  },
  branch: (model, pick, newId) => {
    const parent = chosen(model.rows, pick)
    return parent && { type: 'append', id: newId(), role: 'user', parentId: parent.id }
  },
  stray: (_model, _pick, newId) => ({ type: 'append', id: newId(), role: 'user', parentId: STRAY_ID }),
  regenerate: (model, pick, newId) => {
    const prompt = chosen(prompts(model), pick)
    return prompt && { type: 'open', streamId: newId(), promptId: prompt.id }
  },
  continue: (model, pick, newId) => {
    const answer = chosen(answers(model), pick)
    return answer && { type: 'open', streamId: newId(), promptId: answer.promptId, continueFrom: answer.id }
  },
  start: (model, pick) => {
    const stream = chosen(streams(model, 'queued'), pick)
    return stream && { type: 'start', streamId: stream.id }
  },
  end: (model, pick) => {
    const stream = chosen(streams(model, 'open'), pick)
    return stream && { type: 'end', streamId: stream.id, content: 'Quack!' }
  },
  cancel: (model, pick) => {
    const stream = chosen([...streams(model, 'queued'), ...streams(model, 'open')], pick)
    return stream && { type: 'end', streamId: stream.id, content: '' }
  },
  choose: (model, pick) => {
    const head = chosen(model.rows, pick)
    return head && { type: 'choose', headId: head.id }
  },
  repeat: (model, pick) => {
    const row = chosen(clientRows(model), pick)
    return row && { type: 'repeat', id: row.id }
  },
} satisfies Record<string, Resolve>

export type Verb = keyof typeof RESOLVE

export const EVERY_VERB = Object.keys(RESOLVE) as readonly Verb[]
/** Those of writers who name no parent and choose no line. */
export const PLAIN_VERBS: readonly Verb[] = ['append', 'send', 'start', 'end', 'cancel', 'repeat']

// Otherwise few answers would be started and ended again.
const EXTRA: readonly Verb[] = ['start', 'end', 'start', 'end']

/** Sequences of commands of these verbs, shortest first. */
export function commandsOf(verbs: readonly Verb[], maxLength = 40): fc.Arbitrary<Command[]> {
  const verb = fc.constantFrom(...verbs, ...EXTRA.filter((each) => verbs.includes(each)))
  return fc.array(fc.record({ verb, pick: fc.nat(1_000) }), { maxLength, size: 'max' })
}

/** The command as a step in this session, or null when the session has nothing it could be about. */
export function toStep(model: SessionModel, { verb, pick }: Command, newId: () => string): Step | null {
  return RESOLVE[verb](model, pick, newId)
}

function chosen<Item>(items: readonly Item[], pick: number): Item | null {
  return items[pick % items.length] ?? null
}

function prompts({ rows }: SessionModel): readonly ModelRow[] {
  return rows.filter(({ role }) => role === 'user')
}

function streams(model: SessionModel, status: 'queued' | 'open' | 'ended') {
  return model.streams.filter((each) => each.status === status)
}

function answers(model: SessionModel) {
  return streams(model, 'ended').filter(({ id }) => model.rows.some((row) => row.id === id))
}

function clientRows(model: SessionModel): readonly ModelRow[] {
  return model.rows.filter(({ id }) => !model.streams.some((stream) => stream.id === id))
}
