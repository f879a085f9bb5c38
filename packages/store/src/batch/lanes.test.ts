import { DuckError } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AppendedRow } from '../message/appended-row.ts'
import type { RowToAppend } from '../message/row-to-append.ts'
import { refusal } from '../testing/refusal.ts'
import { waiting } from '../testing/waiting.ts'
import { Lanes, type Ways } from './lanes.ts'
import type { WaitingRow } from './waiting-row.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const pass = () => vi.advanceTimersByTimeAsync(0)
// Only who is told what matters here.
const appended = ({ row }: WaitingRow) => ({ status: 'new', metadata: row.id }) as unknown as AppendedRow
const AWAY = new DuckError('SERVICE_UNAVAILABLE', 'Away.', { reason: 'database-away' })

/** Statements that end when they are told to. */
function lanes(given: Partial<Ways> = {}) {
  const statements: { rows: readonly WaitingRow[]; end(error?: Error): void }[] = []
  const alone = vi.fn(async (each: WaitingRow) => appended(each))
  const onRefused = vi.fn()
  const made = new Lanes({
    together: (rows) => {
      const { promise, resolve, reject } = Promise.withResolvers<(AppendedRow | Error | null)[]>()
      statements.push({ rows, end: (error) => (error ? reject(error) : resolve(rows.map(appended))) })
      return promise
    },
    alone,
    concernsAll: (error) => error === AWAY,
    onRefused,
    ...given,
  })
  const sizes = () => statements.map(({ rows }) => rows.length)
  return { lanes: made, statements, sizes, alone, onRefused }
}

const row = (given: Partial<RowToAppend> = {}) => waiting(given).row
const spread = (count: number) => Array.from({ length: count }, (_, n) => row({ sessionId: `s${n}` }))

test('a lone row is sent at once, by itself', async () => {
  const { lanes: made, statements } = lanes()
  const only = row()
  const answer = made.append(only)
  await pass()
  expect(statements.map(({ rows }) => rows.map((each) => each.row))).toEqual([[only]])
  expect(vi.getTimerCount()).toBe(0)
  statements[0]?.end()
  expect(await answer).toMatchObject({ metadata: only.id })
  expect(made.waiting).toBe(0)
})

test('what arrives while a statement is under way is the next one, each row with its own answer', async () => {
  const { lanes: made, statements, sizes } = lanes()
  const first = made.append(row({ sessionId: 'first' }))
  await pass()
  const rows = spread(20)
  const answers = rows.map((each) => made.append(each))
  await pass()
  expect(sizes()).toEqual([1])
  statements[0]?.end()
  await first
  await pass()
  expect(sizes()).toEqual([1, 20])
  statements[1]?.end()
  expect((await Promise.all(answers)).map(({ metadata }) => metadata)).toEqual(rows.map(({ id }) => id))
})

test('rows that come in one moment are one statement, and of more than 32 half go each way', async () => {
  const { lanes: made, sizes } = lanes()
  for (const each of spread(32)) void made.append(each)
  await pass()
  expect(sizes()).toEqual([32])
  for (const each of spread(300).slice(32)) void made.append(each)
  await pass()
  expect(sizes()).toEqual([32, 150])
  const other = lanes()
  for (const each of spread(256)) void other.lanes.append(each)
  await pass()
  expect(other.sizes()).toEqual([128, 128])
})

test('a session is in one statement at a time', async () => {
  const { lanes: made, statements } = lanes()
  for (let n = 0; n < 100; n++) void made.append(row({ sessionId: 'hot' }))
  void made.append(row({ sessionId: 'cold' }))
  await pass()
  expect(statements.map(({ rows }) => new Set(rows.map((each) => each.row.sessionId)))).toEqual([
    new Set(['hot', 'cold']),
  ])
  statements[0]?.end()
  await pass()
  expect(statements).toHaveLength(2)
})

test('a row that the batch says nothing about goes alone, one that is refused is told so', async () => {
  const gone = new DuckError('NOT_FOUND', 'There is no such session.')
  const { lanes: made, alone } = lanes({
    together: async (rows) =>
      rows.map((each) =>
        each.row.sessionId === 's0' ? null : each.row.sessionId === 's1' ? gone : appended(each),
      ),
  })
  const [first, second, third] = spread(3).map((each) => made.append(each))
  expect(await first).toMatchObject({ status: 'new' })
  await expect(second).rejects.toBe(gone)
  await third
  expect(alone).toHaveBeenCalledOnce()
})

test('a batch that failed is sent again by 16 rows, and then row by row', async () => {
  const { lanes: made, statements, sizes, alone } = lanes()
  const answers = spread(32).map((each) => made.append(each))
  await pass()
  statements[0]?.end(new Error('of one row'))
  await pass()
  expect(sizes()).toEqual([32, 16])
  statements[1]?.end(new Error('of one row'))
  await pass()
  expect(alone).toHaveBeenCalledTimes(16)
  expect(sizes()).toEqual([32, 16, 16])
  statements[2]?.end()
  await Promise.all(answers)
  expect(alone.mock.calls.map(([each]) => each.tries)).toEqual(Array(16).fill(2))
})

test('a fault of the database is told to every row, and nothing is tried again', async () => {
  const { lanes: made, statements, alone } = lanes()
  const answers = spread(20).map((each) => refusal(made.append(each)))
  await pass()
  statements[0]?.end(AWAY)
  expect((await Promise.all(answers)).map(({ reason }) => reason)).toEqual(Array(20).fill('database-away'))
  expect(alone).not.toHaveBeenCalled()
  expect(statements).toHaveLength(1)
})

test('a row that waits 2 s for a lane is refused, and the lane goes on afterwards', async () => {
  const { lanes: made, statements, onRefused } = lanes()
  void made.append(row({ sessionId: 'first' }))
  await pass()
  const late = refusal(made.append(row({ sessionId: 'late' })))
  await vi.advanceTimersByTimeAsync(1_500)
  const later = made.append(row({ sessionId: 'later' }))
  await vi.advanceTimersByTimeAsync(501)
  expect(await late).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'pool-full', retryAfterMs: 500 })
  expect(onRefused).toHaveBeenCalledOnce()
  statements[0]?.end()
  await pass()
  statements[1]?.end()
  await later
  expect(vi.getTimerCount()).toBe(0)
})

test('so is one that waits to be sent again', async () => {
  const { lanes: made, statements } = lanes()
  const answers = spread(32).map((each) => refusal(made.append(each)))
  await pass()
  statements[0]?.end(new Error('of one row'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect((await Promise.all(answers.slice(16))).map(({ reason }) => reason)).toEqual(
    Array(16).fill('pool-full'),
  )
  expect(vi.getTimerCount()).toBe(0)
})

test('one row too many is refused at once', async () => {
  const { lanes: made, onRefused } = lanes()
  void made.append(row({ sessionId: 'first' }))
  await pass()
  for (let n = 0; n < 1_000; n++) void made.append(row({ sessionId: 'first' })).catch(() => {})
  expect(await refusal(made.append(row()))).toMatchObject({ reason: 'pool-full' })
  expect(onRefused).toHaveBeenCalledOnce()
  expect(made.waiting).toBe(1_000)
  made.close()
})

test('when it is closed, those who wait are told, and nobody else is let in', async () => {
  const { lanes: made, statements } = lanes()
  const under = made.append(row({ sessionId: 'first' }))
  await pass()
  const waits = refusal(made.append(row({ sessionId: 'second' })))
  made.close()
  expect(await waits).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'database-away' })
  expect(await refusal(made.append(row()))).toMatchObject({ reason: 'database-away' })
  statements[0]?.end()
  await under
  expect(vi.getTimerCount()).toBe(0)
})
