import { expect, test } from 'vitest'
import { answerOf, waiting } from '../testing/waiting.ts'
import { Batch, MOST_BYTES, MOST_ROWS } from './batch.ts'

const MIB = 1024 * 1024

/** Which of the rows a batch takes in, one after the other. */
function taken(...rows: Parameters<typeof waiting>[0][]): boolean[] {
  const batch = new Batch()
  return rows.map((row) => batch.take(waiting(row)))
}

test('a batch takes 256 rows, of one session or of many', () => {
  const batch = new Batch()
  for (let row = 0; row < MOST_ROWS; row++)
    expect(batch.take(waiting({ sessionId: `s${row % 7}` }))).toBe(true)
  expect(batch.isFull).toBe(true)
  expect(batch.take(waiting())).toBe(false)
  expect(batch.rows).toHaveLength(MOST_ROWS)
})

test('a batch takes 2 MiB, and a larger row only by itself', () => {
  const half = { content: 'x'.repeat(MIB - 1_000) }
  expect(taken(half, half, half)).toEqual([true, true, false])
  expect(taken({ content: 'x'.repeat(MOST_BYTES) }, {})).toEqual([true, false])
  expect(taken({}, { content: 'x'.repeat(MOST_BYTES) })).toEqual([true, false])
})

test('bytes are those of UTF-8 and of the metadata', () => {
  expect(taken({ content: '🦆'.repeat(MIB / 4) }, { metadata: { text: '🦆'.repeat(MIB / 4) } })).toEqual([
    true,
    false,
  ])
})

test('an id stands in a batch once, as a message or as a stream', () => {
  expect(taken({ id: 'a' }, { id: 'a', sessionId: 's2' })).toEqual([true, false])
  expect(taken({ answer: answerOf('a') }, { id: 'a', sessionId: 's2' })).toEqual([true, false])
  expect(taken({ id: 'a' }, { answer: answerOf('a'), sessionId: 's2' })).toEqual([true, false])
  expect(taken({ answer: answerOf('a') }, { answer: answerOf('a'), sessionId: 's2' })).toEqual([true, false])
})

test.each([
  ['a parent', { parentId: 'p' }],
  ['no parent at all', { parentId: null }],
  ['a message count', { expectedMessageCount: 0 }],
])('a row that asks for %s is the first of its session in a batch', (_what, particular) => {
  expect(taken(particular, {}, {})).toEqual([true, true, true])
  expect(taken({}, particular)).toEqual([true, false])
  expect(taken({ sessionId: 's2' }, particular)).toEqual([true, true])
})

test("a batch's answers are of one server", () => {
  expect(
    taken(
      {},
      { answer: answerOf('a', 'one') },
      { answer: answerOf('b', 'two') },
      {},
      { answer: answerOf('c', 'one') },
    ),
  ).toEqual([true, true, false, true, true])
})
