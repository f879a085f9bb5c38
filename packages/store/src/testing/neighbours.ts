import { createMetrics } from '@duck/metrics'
import { uuidv7 } from '@duck/protocol'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { connect, type Db } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { createSession } from '../session/create.ts'
import { type Outcome, outcome } from './outcome.ts'
import { append, draft, upTo } from './rows.ts'

/** A store at work, and sessions of `local` with one message each. */
export interface Neighbourhood extends AsyncDisposable {
  db: Db
  /** The session that a bad append is in, or says it is in. */
  here: string
  others: string[]
  /** Batches that were committed since, and their rows. */
  batches(): Promise<{ count: number; rows: number }>
}

const OTHERS = 20

export async function neighbourhood(appUrl: string): Promise<Neighbourhood> {
  const metrics = createMetrics()
  const db = await connect(appUrl, { metrics })
  const [here = '', ...others] = await Promise.all(
    upTo(OTHERS + 1).map(async () => {
      const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
      await append(db, session.id)
      return session.id
    }),
  )
  const total = async () => {
    const samples = parseMetrics(await metrics.text())
    return {
      count: sampleValue(samples, 'duck_append_batch_rows_count') ?? 0,
      rows: sampleValue(samples, 'duck_append_batch_rows_sum') ?? 0,
    }
  }
  const before = await total()
  return {
    db,
    here,
    others,
    async batches() {
      const now = await total()
      return { count: now.count - before.count, rows: now.rows - before.rows }
    },
    [Symbol.asyncDispose]: () => db.close(),
  }
}

/** The bad appends and, in the same moment, one in each other session and four in theirs, before and after. */
export async function meet(
  { db, here, others }: Neighbourhood,
  bad: () => Promise<unknown>[],
): Promise<{ bad: Outcome[]; sameSession: Outcome[]; others: Outcome[] }> {
  const plain = (sessionId: string) => outcome(appendMessage(db, draft(sessionId)))
  const half = others.length / 2
  const before = { same: [plain(here), plain(here)], others: others.slice(0, half).map(plain) }
  const bads = bad().map(outcome)
  const after = { same: [plain(here), plain(here)], others: others.slice(half).map(plain) }
  return {
    bad: await Promise.all(bads),
    sameSession: await Promise.all([...before.same, ...after.same]),
    others: await Promise.all([...before.others, ...after.others]),
  }
}
