import { must } from '@duck/protocol'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import type { Figure, Target } from '../figure.ts'
import { runRounds } from '../rounds.ts'
import type { AppendBench, AppendOptions } from './bench-append.ts'
import { compare } from './compare.ts'
import type { Contender } from './contender.ts'
import { jsonConcat } from './json-concat.ts'
import { jsonRewrite } from './json-rewrite.ts'
import { Ledgers } from './ledger.ts'
import { measure } from './measure.ts'
import { connectOurs, ours } from './ours.ts'
import { loadSessions } from './sessions.ts'

// Messages of all sessions of one length, and of all arrays: so many that a slice makes none much longer.
const MESSAGES_OF_A_LENGTH = 10_000
const LONG = 10_000
const SLOWER: Target = { atLeast: 200 }

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
  const contenders: Contender[][] = []
  for (const messages of sizes.lengths) {
    const arrays = Math.max(1, Math.floor(MESSAGES_OF_A_LENGTH / messages))
    const sessions = await loadSessions(admin, { sessions: arrays, users: 1, messages })
    contenders.push([
      ours({ db, admin, sessions, loaded: messages }),
      await jsonRewrite(admin, { messages, arrays }),
      await jsonConcat(admin, { messages, arrays }),
    ])
  }
  await admin`vacuum analyze`
  await admin`checkpoint`
  const ledgers = new Ledgers()
  const slices = contenders.flat().map((contender) => async () => {
    const measured = await measure({ admin, postmaster: postgres.pid }, contender, { inFlight: 1, ms })
    ledgers.add(contender, measured.appends)
    return measured
  })
  const results = await runRounds(slices, rounds)
  const figures = contenders.flatMap(([_ours, ...others], length): Figure[] =>
    others.flatMap(({ name }, place) => {
      const first = length * (others.length + 1)
      const messages = must(sizes.lengths[length], 'length')
      const rewritten = name === 'JSONB rewrite' && messages === LONG
      const facts = { bench: 'append/one-by-one', of: name, inFlight: 1, messages, by: 'perSecond' } as const
      const own = must(results[first], 'our rounds')
      const figure = compare(
        rewritten ? { ...facts, target: SLOWER } : facts,
        own,
        must(results[first + 1 + place], name),
      )
      return figure ? [figure] : []
    }),
  )
  return { figures, ledgers: await ledgers.close() }
}
