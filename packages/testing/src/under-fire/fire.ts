import { setTimeout as pause } from 'node:timers/promises'
import { backfill, cutOver, type Legacy, openLegacy, rollBack, verify, work } from '@duck/legacy'
import { must } from '@duck/protocol'
import { connect, type Db, prepareDatabase } from '@duck/store'
import postgres from 'postgres'
import { TEST_SECRET } from '../database/test-secret.ts'
import { createRandom, type Random } from '../random/random.ts'
import { type Appending, startAppender } from './appender.ts'
import { type ArenaSize, fillArena } from './arena.ts'
import { startWriter, type Writing } from './old-app/start-writer.ts'
import { judge } from './oracle/judge.ts'
import { readSessions } from './read-sessions.ts'
import { type Longest, sampleLocks } from './sample-locks.ts'
import { keepKilling } from './start-runner.ts'

export interface FireOptions {
  /** An owner's, to a database with the old app's table and nothing else. */
  url: string
  seed: string
  size: ArenaSize
  /** How long the old app writes alone, and then beside the move: until all kills were made at least. */
  aloneMs: number
  besideMs: number
  writers: number
  kills: number
  /** How long after the adoption the backfills begin. */
  backfillAfterMs?: number
  /** Breaks the product after the adoption, to see that it is found out. */
  breakIt?: (sql: postgres.Sql) => Promise<unknown>
  /** Spoils the rows at the end. */
  spoil?: (sql: postgres.Sql) => Promise<unknown>
}

export interface Fire {
  faults: string[]
  sessions: number
  versions: number
  identities: number
  rows: number
  acked: number
  refused: number
  forced: number
  kills: number
  /** Rows that a further run of everything made. */
  changedAgain: number
  longest: Longest
  waits: { alone: number[]; beside: number[] }
}

/** An old app that goes on writing while its arrays become rows, with everything that may happen; and what an oracle says of it. */
export async function fire(options: FireOptions): Promise<Fire> {
  await using undo = new AsyncDisposableStack()
  const sql = postgres(options.url, { max: 2, onnotice() {} })
  undo.defer(() => sql.end({ timeout: 5 }))
  const random = createRandom(options.seed)
  const sessionIds = await fillArena(sql, options.size, random.fork('arena'))

  const alone: Writing = { waits: [], errors: [] }
  await during(options.aloneMs, (signal) => [
    writers(options, { sessionIds, random: random.fork('alone'), writing: alone, signal }),
  ])

  const beside: Writing = { waits: [], errors: [] }
  const appending: Appending = { acked: new Map(), refused: 0, errors: [] }
  const legacy = undo.use(openLegacy(options.url))
  const end = new AbortController()
  const locks = sampleLocks(sql, end.signal)
  let db: Db | undefined
  let killed = 0
  const { promise: allKilled, resolve: onAllKilled } = Promise.withResolvers<void>()
  const besideAll = (signal: AbortSignal) => [
    writers(options, { sessionIds, random: random.fork('beside'), writing: beside, signal }),
    (async () => {
      const { url } = await prepareDatabase({ url: options.url, secret: TEST_SECRET })
      await options.breakIt?.(sql)
      const opened = await connect(url)
      db = opened
      undo.defer(() => opened.close())
      const appenders = [0, 1, 2].map((n) =>
        startAppender(opened, sessionIds, { random: random.fork(`append ${n}`), appending, signal }),
      )
      const kill = async (n: number) => {
        await pause(options.backfillAfterMs ?? 0)
        const onKilled = () => {
          killed++
          if (killed >= options.kills) onAllKilled()
        }
        await keepKilling({
          url: options.url,
          kills: Math.ceil(options.kills / 2),
          withinMs: options.besideMs * 0.6,
          onKilled,
          random: random.fork(`kill ${n}`),
          signal,
        })
      }
      if (options.kills === 0) onAllKilled()
      await Promise.all([...appenders, kill(0), kill(1), thereAndBack(legacy, options.besideMs, signal)])
    })(),
  ]
  await during(options.besideMs, besideAll, allKilled)
  must(db, 'the product was opened')
  await settle(legacy)
  await options.spoil?.(sql)
  end.abort()
  const longest = await locks
  const sessions = await readSessions(sql, appending.acked)
  const verdicts = sessions.map(judge)
  const { differences } = await verify(legacy)
  return {
    faults: [
      ...verdicts.flatMap(({ faults }) => faults),
      ...differences.map(({ sessionId, detail }) => `${sessionId}: verify says: ${detail}`),
      ...beside.errors,
      ...appending.errors,
    ],
    sessions: sessions.length,
    versions: sum(sessions.map(({ versions }) => versions.length)),
    identities: sum(verdicts.map(({ identities }) => identities)),
    rows: sum(sessions.map(({ rows }) => rows.length)),
    acked: sum([...appending.acked.values()].map(({ length }) => length)),
    refused: appending.refused,
    forced: sum(verdicts.map(({ forced }) => forced)),
    kills: killed,
    changedAgain: await changedByAnotherRun(sql, legacy),
    longest,
    waits: { alone: alone.waits, beside: beside.waits },
  }
}

/** Does it for so long, and until `enough`. */
async function during(
  ms: number,
  begin: (signal: AbortSignal) => Promise<unknown>[],
  enough?: Promise<unknown>,
): Promise<void> {
  const ending = new AbortController()
  const all = Promise.all(begin(ending.signal))
  try {
    await Promise.race([Promise.all([pause(ms), enough]), all])
  } finally {
    ending.abort()
  }
  await all
}

async function writers(
  { url, writers }: FireOptions,
  { random, ...rest }: { sessionIds: string[]; random: Random; writing: Writing; signal: AbortSignal },
): Promise<void> {
  await Promise.all(
    Array.from({ length: writers }, (_, n) => startWriter({ url, random: random.fork(n), ...rest })),
  )
}

/** Half-way a part is cut over, everything is rolled back, and a part is cut over again. */
async function thereAndBack(legacy: Legacy, ms: number, signal: AbortSignal): Promise<void> {
  const step = () => pause(ms / 5, undefined, { signal }).catch(() => {})
  await step()
  await step()
  await cutOver(legacy, { choice: { percent: 20 }, to: 'rows', signal })
  await step()
  await rollBack(legacy, { choice: { percent: 100 }, signal })
  await step()
  await cutOver(legacy, { choice: { percent: 10 }, to: 'reads', signal })
}

/** All that waits becomes rows, what may still grow too. */
async function settle(legacy: Legacy): Promise<void> {
  await backfill(legacy, { rest: 0 })
  await work(legacy, { settleMs: 0 })
}

async function changedByAnotherRun(sql: postgres.Sql, legacy: Legacy): Promise<number> {
  const count = async () => Number((await sql`select count(*) as rows from messages`)[0]?.rows)
  const before = await count()
  await sql`update legacy_sessions set absorbed_at = null`
  await settle(legacy)
  return (await count()) - before
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
