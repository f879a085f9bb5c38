import { type SyncEvent, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { queuedStream } from '../testing/live-answers.ts'
import { Position } from './position.ts'

const EVERY = () => true
const S = '0190a0a0-0000-7000-8000-000000000001'
const T = '0190a0a0-0000-7000-8000-000000000002'

function delta(streamId: string, offset: number, text: string): SyncEvent {
  return { type: 'stream-delta', streamId, offset, delta: text }
}

function ended(streamId: string): SyncEvent {
  return { type: 'stream-ended', streamId, sessionId: 'a', status: 'finalized' }
}

test('an id says what was given, and a position made of it has the same id', () => {
  const position = new Position(EVERY)
  position.take({ type: 'stream-opened', stream: queuedStream('a', { id: S }) })
  position.begin(T, 'a')
  position.take(delta(T, 0, 'Quack 🦆'))
  const given = Position.parse(position.id)
  expect(given).toEqual(
    new Map([
      [S, 0],
      [T, 8],
    ]),
  )
  expect(new Position(EVERY, given ?? undefined).id).toBe(position.id)
})

test('a position of nothing has an id too, by which a reader goes on', () => {
  expect(Position.parse(new Position(EVERY).id)).toEqual(new Map())
})

test.each([
  null,
  undefined,
  '',
  '0',
  '2',
  '1~',
  '1~~',
  'x'.repeat(1_000_000),
  '~'.repeat(1_000_000),
  `2~${S}.1`,
  `1~${S}`,
  `1~${S}.`,
  `1~${S}.-1`,
  `1~${S}.1.5`,
  `1~${S}.1e3`,
  `1~${S}.9999999999`,
  `1~${S}.1~${T}`,
  `1~${S.toUpperCase()}.1`,
  `1~${S}.1\n`,
  `1~' or true --.1`,
  `1~${Array.from({ length: 65 }, () => `${uuidv7()}.1`).join('~')}`,
  'e5b1b0a4-6b0f-4a0e-9b52-6d0d8f0e7c11',
])('%j was never an id of ours', (id) => {
  expect(Position.parse(id)).toBeNull()
})

test('of text that was given in part the rest is given, and nothing twice', () => {
  const position = new Position(EVERY, new Map([[S, 3]]))
  expect(position.take(delta(S, 0, 'Qua'))).toBeNull()
  expect(position.take(delta(S, 1, 'uack'))).toEqual(delta(S, 3, 'ck'))
  expect(position.take(delta(S, 5, '!'))).toEqual(delta(S, 5, '!'))
  expect(position.streams).toEqual(new Map([[S, 6]]))
})

test('after the end of an answer a late word of it is not given, and it is in the id no more', () => {
  const position = new Position(EVERY, new Map([[S, 3]]))
  expect(position.take(ended(S))).toEqual(ended(S))
  expect(position.take(ended(S))).toBeNull()
  expect(position.take(delta(S, 3, 'ck'))).toBeNull()
  expect(position.take({ type: 'stream-opened', stream: queuedStream('a', { id: S }) })).toBeNull()
  expect(position.id).toBe(new Position(EVERY).id)
})

test('a piece of an answer that the reader does not know is not given: it saw the end elsewhere', () => {
  const position = new Position(EVERY)
  expect(position.take(delta(S, 3, 'ck'))).toBeNull()
  expect(position.has(S)).toBe(false)
})

test('an answer that is not there is not waited for', () => {
  const position = new Position(EVERY, new Map([[S, 3]]))
  position.drop(S)
  expect(position.has(S)).toBe(false)
  expect(position.take(delta(S, 3, 'ck'))).toBeNull()
})

test('an answer of a session that is not shown is told of but not followed', () => {
  const position = new Position((sessionId) => sessionId === 'shown')
  const opened = (sessionId: string): SyncEvent => ({
    type: 'stream-opened',
    stream: queuedStream(sessionId, { id: S }),
  })
  expect(position.take(opened('hidden'))?.type).toBe('stream-opened')
  expect(position.has(S)).toBe(false)
  position.take(opened('shown'))
  expect(position.has(S)).toBe(true)
})

test('an answer that is told of again keeps its place', () => {
  const position = new Position(EVERY, new Map([[S, 3]]))
  position.take({ type: 'stream-opened', stream: queuedStream('a', { id: S, status: 'open' }) })
  position.begin(S, 'a')
  expect(position.streams).toEqual(new Map([[S, 3]]))
})

test('no id is longer than a client may send back, however many answers run', () => {
  const position = new Position(EVERY)
  for (let n = 0; n < 200; n++) {
    const id = uuidv7()
    position.begin(id, 'a')
    position.take(delta(id, 0, 'x'.repeat(1_048_576)))
  }
  expect(position.id.length).toBeLessThanOrEqual(4_000)
  expect(Position.parse(position.id)?.size).toBe(64)
})

test('the ends of the last 200 answers are remembered, so that a feed of years takes no more memory', () => {
  const position = new Position(EVERY)
  const ids = Array.from({ length: 201 }, () => uuidv7())
  for (const id of ids) position.take(ended(id))
  const [oldest = '', ...others] = ids
  for (const id of others) expect(position.take(ended(id))).toBeNull()
  expect(position.take(ended(oldest))).toEqual(ended(oldest))
})

test('events that carry no text pass as they are, each time', () => {
  const position = new Position(EVERY)
  const before = position.id
  const events: SyncEvent[] = [
    { type: 'resync' },
    { type: 'sessions-changed' },
    { type: 'session-changed', sessionId: 'a', messageCount: 1, headId: null },
    { type: 'heartbeat', counts: {} },
    { type: 'ready', serverVersion: '1', openStreams: [], counts: {} },
  ]
  for (const event of [...events, ...events]) expect(position.take(event)).toBe(event)
  expect(position.id).toBe(before)
})
