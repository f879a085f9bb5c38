import { must } from '@duck/protocol'
import type { Db } from '@duck/store'
import type postgresJs from 'postgres'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Figure, Target } from '../figure.ts'
import { runRounds } from '../rounds.ts'
import type { AppendBench, AppendOptions } from './bench-append.ts'
import { type Comparison, compare } from './compare.ts'
import type { Contender } from './contender.ts'
import { jsonConcat } from './json-concat.ts'
import { JSON_REWRITE, jsonRewrite } from './json-rewrite.ts'
import { Ledgers } from './ledger.ts'
import { type Measured, measure } from './measure.ts'
import { connectOurs, ours } from './ours.ts'
import { loadSessions } from './sessions.ts'

// Messages of all sessions of one length, and of all arrays: so many that a slice makes none much longer.
const MESSAGES_OF_A_LENGTH = 10_000
const LONG = 10_000
const FASTER: Target = { atLeast: 200 }

/** One caller who appends to sessions of several lengths: rows, and one array of JSON a session. */
export async function benchLengths(
  postgres: BenchPostgres,
  { rounds, ms, sizes }: AppendOptions,
): Promise<AppendBench> {
  await using undo = new AsyncDisposableStack()
  const database = await postgres.createDatabase('lengths')
  const admin = openClient(database.adminUrl, 1)
  undo.defer(() => admin.end())
  const db = await connectOurs(database)
  undo.defer(() => db.close())
  const fields: Field[] = []
  for (const messages of sizes.lengths) fields.push(await openField({ db, admin }, messages))
  await admin`vacuum analyze`
  await admin`checkpoint`
  const ledgers = new Ledgers()
  const contenders = fields.flatMap(({ own, others }) => [own, ...others])
  const slices = contenders.map((contender) => async () => {
    const measured = await measure({ admin, postmaster: postgres.pid }, contender, { inFlight: 1, ms })
    ledgers.add(contender, measured.appends)
    return measured
  })
  const results = await runRounds(slices, rounds)
  const roundsOf = (contender: Contender) => must(results[contenders.indexOf(contender)], contender.name)
  const figures = fields.flatMap((field) => lengthFigures(field, roundsOf))
  return { figures, ledgers: await ledgers.close() }
}

/** Those who append to sessions of one length. */
interface Field {
  messages: number
  own: Contender
  others: Contender[]
}

async function openField({ db, admin }: { db: Db; admin: postgresJs.Sql }, messages: number): Promise<Field> {
  const arrays = Math.max(1, Math.floor(MESSAGES_OF_A_LENGTH / messages))
  const sessions = await loadSessions(admin, { sessions: arrays, users: 1, messages })
  return {
    messages,
    own: ours({ db, admin, sessions, loaded: messages }),
    others: [await jsonRewrite(admin, { messages, arrays }), await jsonConcat(admin, { messages, arrays })],
  }
}

function lengthFigures(
  { messages, own, others }: Field,
  roundsOf: (contender: Contender) => readonly Measured[],
): Figure[] {
  return others.flatMap((other) => {
    const hasTarget = other.name === JSON_REWRITE && messages === LONG
    const comparison: Comparison = {
      bench: 'append/one-by-one',
      of: other.name,
      inFlight: 1,
      messages,
      by: 'perSecond',
      ...(hasTarget ? { target: FASTER } : {}),
    }
    return compare(comparison, roundsOf(own), roundsOf(other)) ?? []
  })
}
