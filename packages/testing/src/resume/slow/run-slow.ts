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
  /** Sessions with answers at the same time, and answers one after the other in each. */
  sessions: number
  answers: number
  deadlineMs: number
}

/** Deltas of some 4 KiB, close to 1 MiB in all. */
const LONG = { deltas: 210, words: 700 }
const EVENTS_BEFORE_PAUSE = 5
const DROPPED_WITHIN_MS = 35_000
/** Beyond what it had; a Mi code units and 1 MiB for each reader, and what Node keeps for later. */
const MORE_MEMORY_MIB = 160

/**
 * Readers that stop reading while long answers are written: the server drops them and keeps little for them, and they
 * have every answer exactly once they read again.
 */
export async function runSlow(stage: Stage, plan: SlowPlan): Promise<Verdict> {
  const { sessions, answers, random } = plan
  const planned = await planAnswers(stage, random.fork('answers'), { ...LONG, sessions, answers })
  const streamIds = planned.map(({ streamId }) => streamId)
  const { url, port, app } = stage.servers.at(0)
  const deadline = AbortSignal.timeout(plan.deadlineMs)
  const awake = Promise.withResolvers<void>()
  const ports: number[] = []
  const rows = () => readRows(stage, streamIds)
  const reading = Array.from({ length: plan.readers }, (_, place) =>
    readSync({
      name: `slow reader ${place}`,
      urls: [url],
      cuts: pausedAfter(EVENTS_BEFORE_PAUSE, awake.promise),
      random: random.fork(place),
      deadline,
      sessionIds: [...new Set(planned.map(({ sessionId }) => sessionId))],
      streamIds,
      listRows: async () => new Set((await rows()).keys()),
      onPause: (clientPort) => void ports.push(clientPort),
    }),
  )
  const before = await memoryOf(app.pid)
  using memory = watchMemory(app.pid)
  const startedAt = performance.now()
  await askAnswers(stage, planned)
  await until('the rows', plan.deadlineMs, async () => (await rows()).size === planned.length)
  const writtenMs = performance.now() - startedAt
  const kept = await keptConnections(port, ports)
  const droppedMs = performance.now() - startedAt
  awake.resolve()
  const readings = await Promise.all(reading)
  const found = await rows()
  return {
    violations: [
      ...readings.flatMap((each) => faultsOf(each, found)),
      ...(kept > 0 ? [`${kept} connections of readers that do not read were kept`] : []),
    ],
    counts: {
      readers: plan.readers,
      'MiB of answers': Math.round([...found.values()].join('').length / 1024 / 1024),
      'readers that paused': ports.length,
      'ended by the server': sum(readings, ({ endings }) => endings.length),
      'fell behind': sum(readings, ({ fellBehind }) => fellBehind),
      'ready in spite of an id': sum(readings, ({ readies }) => readies),
    },
    figures: [
      { name: 'answers were written in', value: writtenMs, unit: 'ms' },
      {
        name: 'readers that do not read were dropped after',
        value: droppedMs,
        unit: 'ms',
        limit: DROPPED_WITHIN_MS,
      },
      {
        name: 'memory of the server beyond before',
        value: memory.most() - before,
        unit: 'MiB',
        limit: MORE_MEMORY_MIB,
      },
    ],
  }
}

/** How many of the connections the server still has after it had time to drop them. */
async function keptConnections(server: number, clients: readonly number[]): Promise<number> {
  if (!tellsConnections) return 0
  const kept = async () =>
    (await Promise.all(clients.map((port) => isEstablished(server, port)))).filter(Boolean).length
  return await until('the end of the connections', DROPPED_WITHIN_MS, async () => (await kept()) === 0).then(
    () => 0,
    kept,
  )
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

function sum(readings: readonly SyncReading[], of: (reading: SyncReading) => number): number {
  return readings.reduce((total, reading) => total + of(reading), 0)
}
