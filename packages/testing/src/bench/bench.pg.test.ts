import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AppendBench, benchAppend } from './append/bench-append.ts'
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts'
import { benchFair } from './fair/bench-fair.ts'
import { FLOODS } from './fair/flood-protocol.ts'
import type { Figure } from './figure.ts'
import { benchLegacy } from './legacy/bench-legacy.ts'
import { benchOldApp } from './old-app/bench-old-app.ts'
import { benchRead, type ReadBench } from './read/bench-read.ts'
import { benchStream } from './stream/bench-stream.ts'
import { COUNT_STATEMENTS } from './stream/count-checkpoints.ts'
import { benchSync } from './sync/bench-sync.ts'

// No test asserts a time: on a busy machine any figure may be anything.
const SHORT = { rounds: 2, ms: 30 }
// Real servers, with garbage collected between their slices: half a minute when the machine is busy.
const PATIENT = { timeout: 180_000 }

let postgres: BenchPostgres
beforeAll(async () => {
  postgres = await startBenchPostgres(COUNT_STATEMENTS)
})
afterAll(() => postgres[Symbol.asyncDispose]())

/** What tells each figure from the others: `bench | of | inFlight | messages`, or `bench | of | clients or answers`. */
function namesOf(figures: readonly Figure[]): string[] {
  return figures.map(({ bench, of = '', inFlight = '', messages = '', clients, answers }) =>
    [bench, of, ...(clients || answers ? [clients ?? answers] : [inFlight, messages])].join(' | '),
  )
}

/** May be zero, or, where pages or memory are compared, anything. */
const NOT_POSITIVE = new Set([
  'deadTuples',
  'changedRows',
  'morePages',
  'firstTryRefusedPercent',
  'target',
  'load',
  'kb',
  'ofKb',
  'moreKb',
  'heapKb',
  'ofHeapKb',
  'lost',
  'floodPerSecond',
  'floodRefusedPercent',
  'addedP95Ms',
  'p50Ms',
  'ofP50Ms',
  'p95Ms',
  'ofP95Ms',
])

/** Names of numbers that are not finite, or not above zero. */
function oddNumbers(figures: readonly Figure[]): string[] {
  return figures.flatMap((figure) =>
    Object.entries(figure)
      .filter(([, value]) => typeof value !== 'string' && typeof value !== 'boolean')
      .filter(([name, value]) => ![value].flat().every((each) => isSound(name, each)))
      .map(([name]) => `${figure.bench} ${name}`),
  )
}

function isSound(name: string, value: unknown): boolean {
  return Number.isFinite(value) && (NOT_POSITIVE.has(name) || Number(value) > 0)
}

describe('append', () => {
  let bench: AppendBench
  beforeAll(async () => {
    bench = await benchAppend(postgres, {
      ...SHORT,
      sizes: { sessions: 300, users: 10, lengths: [10, 100] },
    })
  }, PATIENT.timeout)

  test('every figure is there, and a number', () => {
    expect(namesOf(bench.figures)).toEqual([
      'append/spread | F1 | 256 | ',
      'append/spread | U2 | 256 | ',
      'append/spread | F2 | 256 | ',
      'append/spread | category lock | 256 | ',
      'append/spread | F1 | 32 | ',
      'append/spread | U2 | 32 | ',
      'append/hot | one by one | 256 | ',
      'append/hot | unlocked max+1 | 32 | ',
      'append/one-by-one | F2 | 1 | ',
      'append/wal | F2 | 256 | ',
      ...(process.platform === 'linux' ? ['append/cpu | F2 | 256 | '] : []),
      'append/dead-tuples |  |  | ',
      'append/one-by-one | JSONB rewrite | 1 | 10',
      'append/one-by-one | JSONB concatenation | 1 | 10',
      'append/one-by-one | JSONB rewrite | 1 | 100',
      'append/one-by-one | JSONB concatenation | 1 | 100',
    ])
    expect(oddNumbers(bench.figures)).toEqual([])
  })

  test('what every contender counted is there, in sessions without a gap', () => {
    expect(bench.ledgers.map(({ contender }) => contender).sort()).toEqual([
      'F1',
      'F2',
      'JSONB concatenation',
      'JSONB concatenation',
      'JSONB rewrite',
      'JSONB rewrite',
      'U2',
      'category lock',
      'ours',
      'ours',
      'ours',
      'ours',
      'unlocked max+1',
    ])
    for (const { appends, rows, holed } of bench.ledgers) {
      expect(appends).toBeGreaterThan(0)
      expect({ rows, holed }).toEqual({ rows: appends, holed: 0 })
    }
  })
})

describe('read', () => {
  let bench: ReadBench
  beforeAll(async () => {
    bench = await benchRead(postgres, { ...SHORT, sizes: { rows: 10_000, lengths: [100, 5_000] }, calls: 10 })
  }, PATIENT.timeout)

  test('every figure is there, and a number', () => {
    expect(namesOf(bench.figures)).toEqual([
      'read/newest-50 | bare SELECT |  | 100',
      'read/newest-50 | bare SELECT |  | 5000',
      'read/count | bare SELECT |  | 100',
      'read/count | bare SELECT |  | 5000',
      'read/list | bare SELECT |  | 100',
      'read/list | bare SELECT |  | 5000',
      'read/state | bare SELECT |  | 100',
      'read/state | bare SELECT |  | 5000',
      'read/newest-50-pages | 100 messages |  | 5000',
      'read/count-pages | 100 messages |  | 5000',
      'read/list-pages | 100 messages |  | 5000',
      'read/state-pages | 100 messages |  | 5000',
    ])
    expect(oddNumbers(bench.figures)).toEqual([])
  })

  test('the table is as large as asked', () => {
    expect(bench.rows).toBe(10_000)
    expect(bench.sessions.map(({ messages }) => messages)).toEqual([100, 5_000])
  })
})

test('sync: every client gets all of every answer, and every figure is a number', PATIENT, async () => {
  const figures = await benchSync(postgres, { rounds: 1, ms: 500, clients: [50] })
  expect(namesOf(figures)).toEqual([
    ...(process.platform === 'linux' ? ['sync/cpu | bare ws | 50'] : []),
    'sync/memory | bare ws | 50',
    'sync/append-p99 | quiet | 50',
    'sync/delivered |  | 50',
    'sync/delay | bare ws | 50',
  ])
  expect(oddNumbers(figures)).toEqual([])
  expect(figures.find(({ bench }) => bench === 'sync/delivered')).toMatchObject({ share: 1, lost: 0 })
})

test('stream: answers at once are told of and counted, and every figure is a number', PATIENT, async () => {
  const figures = await benchStream(postgres, { rounds: 1, ms: 500, steps: [1, 2] })
  const [held, ...others] = figures
  expect(held?.bench).toBe('stream/held')
  // How many are held in time depends on the machine.
  const steps = others.filter(({ bench }) => bench === 'stream/delay').map(({ answers }) => answers)
  expect([[1], [1, 2]]).toContainEqual(steps)
  expect(namesOf(others)).toEqual([
    ...steps.map((answers) => `stream/delay | raw provider | ${answers}`),
    ...steps.map((answers) => `stream/checkpoints |  | ${answers}`),
  ])
  expect(oddNumbers(others)).toEqual([])
})

test(
  'fair: one user is measured while another floods in every way, and every figure is a number',
  PATIENT,
  async () => {
    const figures = await benchFair(postgres, { rounds: 1, ms: 400, messages: 1_000 })
    const kinds = [...FLOODS, 'all'].flatMap((name) => ['calls', 'text'].map((what) => [name, what]))
    expect(namesOf(figures)).toEqual(kinds.map(([name, what]) => `fair/${name} | quiet ${what} |  | `))
    expect(oddNumbers(figures)).toEqual([])
  },
)

test(
  'legacy: arrays become rows while people write them, and every figure is a number',
  PATIENT,
  async () => {
    const figures = await benchLegacy(postgres, { sizes: [{ sessions: 60, messages: 20 }], ms: 100 })
    const kinds = ['backfill', 'verify', 'old-write', 'append', 'memory']
    expect(figures.map(({ bench, messages }) => `${bench} ${messages}`)).toEqual(
      ['legacy-full-speed', 'legacy'].flatMap((speed) => kinds.map((kind) => `${speed}/${kind} 1200`)),
    )
    expect(oddNumbers(figures)).toEqual([])
  },
)

test('old-app: an old app writes beside the move, and every figure is a number', PATIENT, async () => {
  const figures = await benchOldApp(postgres, { rounds: 1, ms: 1_500, sessions: 4 })
  expect(namesOf(figures)).toEqual([
    'old-app/write-p99 | before the move |  | ',
    'old-app/write-median | before the move |  | 20',
    'old-app/write-median | before the move |  | 100',
    'old-app/write-median | before the move |  | 900',
  ])
  expect(oddNumbers(figures)).toEqual([])
})
