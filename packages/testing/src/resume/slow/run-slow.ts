import { must } from '@duck/protocol'
import type { Random } from '../../random/random.ts'
import { askAnswers, planAnswers, readRows } from '../cuts/ask-answers.ts'
import { pausedAfter } from '../cuts/cuts.ts'
import { readSync, type SyncReading } from '../cuts/read-sync.ts'
import { differenceOf } from '../cuts/strict-text.ts'
import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Verdict } from '../verdict.ts'
import { isEstablished, tellsConnections } from './established.ts'
import { memoryOf } from './memory-of.ts'

export interface SlowPlan {
  random: Random
  readers: number
  /** Whether to wait until they are dropped, and to compare the memory with that of a run without them. */
  thorough: boolean
  /** Sessions with answers at the same time, and answers one after the other in each. */
  sessions: number
  answers: number
  deadlineMs: number
}

/** Deltas of some 4 KiB, close to 1 MiB in all. */
const LONG = { deltas: 210, words: 700 }
const EVENTS_BEFORE_PAUSE = 5
const DROPPED_WITHIN_MS = 5_000
/** 1 MiB that waits, and what a process has in memory beside it: garbage of what they were sent, not collected yet. */
const MEMORY_A_READER_MIB = 8

/**
 * Readers that stop reading while long answers are written: the server drops them and keeps little for them, and they
 * have every answer exactly once they read again.
 */
export async function runSlow(stage: Stage, plan: SlowPlan): Promise<Verdict> {
  const without = plan.thorough ? await runReaders(stage, plan, 0) : null
  const { readings, rows, dropped, memoryMiB } = await runReaders(stage, plan, plan.readers)
  const total = (of: (reading: SyncReading) => number) =>
    readings.reduce((sum, reading) => sum + of(reading), 0)
  return {
    violations: [
      ...readings.flatMap((reading) => faultsOf(reading, rows)),
      ...(dropped.kept > 0 ? [`${dropped.kept} connections of readers that do not read were kept`] : []),
    ],
    counts: {
      readers: readings.length,
      'MiB of answers': Math.round([...rows.values()].join('').length / 1024 / 1024),
      'ended by the server': total(({ endings }) => endings.length),
      'fell behind': total(({ fellBehind }) => fellBehind),
      'ready in spite of an id': total(({ readies }) => readies),
    },
    figures: without
      ? [
          {
            name: 'readers that do not read were dropped after',
            value: dropped.ms,
            unit: 'ms',
            limit: DROPPED_WITHIN_MS,
          },
          {
            name: 'memory of the server for each of them',
            value: (memoryMiB - without.memoryMiB) / plan.readers,
            unit: 'MiB',
            limit: MEMORY_A_READER_MIB,
          },
        ]
      : [],
  }
}

interface Ran {
  readings: SyncReading[]
  rows: ReadonlyMap<string, string>
  dropped: Dropped
  /** The most that the server had while they did not read. */
  memoryMiB: number
}

/** Connections that the server still has, and the time until it had none of them. */
interface Dropped {
  kept: number
  ms: number
}

async function runReaders(stage: Stage, plan: SlowPlan, readers: number): Promise<Ran> {
  const { sessions, answers } = plan
  const random = plan.random.fork(readers)
  const planned = await planAnswers(stage, random.fork('answers'), { ...LONG, sessions, answers })
  const streamIds = planned.map(({ streamId }) => streamId)
  const rows = () => readRows(stage, streamIds)
  const { url, port, app } = stage.servers.at(0)
  const deadline = AbortSignal.timeout(plan.deadlineMs)
  const awake = Promise.withResolvers<void>()
  const paused: number[] = []
  const reading = Array.from({ length: readers }, (_, place) =>
    readSync({
      name: `slow reader ${place}`,
      urls: [url],
      cuts: pausedAfter(EVENTS_BEFORE_PAUSE, awake.promise),
      random: random.fork(place),
      deadline,
      sessionIds: [...new Set(planned.map(({ sessionId }) => sessionId))],
      streamIds,
      listRows: async () => new Set((await rows()).keys()),
      onPause: (clientPort) => void paused.push(clientPort),
    }),
  )
  using memory = watchMemory(app.pid)
  await askAnswers(stage, planned)
  await until('the rows', plan.deadlineMs, async () => (await rows()).size === planned.length)
  const dropped = plan.thorough ? await waitForDrop(port, paused) : { kept: 0, ms: 0 }
  const memoryMiB = memory.most()
  awake.resolve()
  return { readings: await Promise.all(reading), rows: await rows(), dropped, memoryMiB }
}

async function waitForDrop(server: number, clients: readonly number[]): Promise<Dropped> {
  const startedAt = performance.now()
  if (!tellsConnections) return { kept: 0, ms: Number.NaN }
  const kept = async () =>
    (await Promise.all(clients.map((port) => isEstablished(server, port)))).filter(Boolean).length
  const none = await until('their end', DROPPED_WITHIN_MS, async () => (await kept()) === 0).catch(
    () => false,
  )
  return { kept: none ? 0 : await kept(), ms: performance.now() - startedAt }
}

const LOOK_MS = 50

function watchMemory(pid: number): Disposable & { most: () => number } {
  let most = 0
  const look = async () => {
    most = Math.max(most, await memoryOf(pid))
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  return { most: () => most, [Symbol.dispose]: () => clearInterval(timer) }
}

function faultsOf({ name, violations, texts }: SyncReading, rows: ReadonlyMap<string, string>): string[] {
  if (violations.length > 0) return violations
  return [...texts].flatMap(([id, { text }]) => {
    const difference = differenceOf(text, must(rows.get(id), 'the row'))
    return difference === null ? [] : [`${name}: ${id} is not its row: ${difference}`]
  })
}
