import type { Metrics } from '@duck/metrics'
import { NO_METRICS } from '@duck/metrics'
import postgres from 'postgres'
import { type Lanes, MOST_LANES } from './batch/lanes.ts'
import { toDuckError } from './errors.ts'
import { LegacyMove } from './legacy/legacy-move.ts'
import { createLanes } from './message/create-lanes.ts'
import { openConnection } from './pool/connection.ts'
import { Permits } from './pool/permits.ts'
import { Pool, poolFull } from './pool/pool.ts'
import { Turns } from './pool/turns.ts'

/** One process's way to Postgres. */
export interface Db {
  /** Reads, and writes that wait for nobody. */
  readonly main: Pool
  /** One a lane: batches of appends and sends, which wait for nobody either. */
  readonly batches: Pool
  /** Writes that may have to wait for a session which someone else holds. */
  readonly waits: Pool
  /** Sessions' settings, through Drizzle. */
  readonly settings: Pool
  /** Reserved, so that answers stay durable however busy `main` is. */
  readonly checkpoints: Pool
  /** Reserved, so that this server stays alive; after a break of the network it gives up sooner than others. */
  readonly beats: Pool
  /** Reserved: the ends of answers. */
  readonly finals: Pool
  /** What servers tell each other after a commit. */
  readonly notices: Pool
  /** Where notices can be listened for, which needs a connection of one's own; null behind a pooler without such an URL. */
  readonly listenUrl: string | null
  /** Writers of one session take turns here, so that a session someone holds does not hold every connection. */
  readonly turns: Turns
  /** Where appends and sends become batches. */
  readonly lanes: Lanes
  /** Reads that may take a second: two at once, of a user one. */
  readonly longReads: Permits
  /** Only where an old app's arrays are kept. */
  readonly legacy: LegacyMove | null
  readonly metrics: Metrics
  /** Set once a transaction was found to begin at another isolation level than READ COMMITTED by itself. */
  namesIsolation: boolean
  /** Answers come from statements under way; then every connection is closed. */
  close(): Promise<void>
}

export interface ConnectOptions {
  metrics?: Metrics
  /** A direct way to the same database, where `url` is a pooler's. */
  listenUrl?: string | null | undefined
  /** Told when a session's rows are found to be other than the old app's array. */
  onShadowDifference?: ((sessionId: string) => void) | undefined
}

const SIZES = {
  main: 8,
  batches: MOST_LANES,
  waits: 6,
  settings: 4,
  checkpoints: 1,
  finals: 1,
  beats: 1,
  notices: 1,
  // The worker's, and that of the one comparison at once.
  legacy: 2,
}
/**
 * So that however much one user asks for, there are connections for the others, and processor time. In the other pools a user's
 * sessions that somebody holds are not to keep his others waiting.
 */
const MOST_OF_USER: Partial<Record<keyof typeof SIZES, number>> = { main: 4 }
const LONG_READS = { size: 2, mostOfUser: 1, mostWaiting: 1_000 }
const BEAT_SILENCE_MS = 3_000
/** To take a large array apart may take as long as a statement may. */
const LEGACY_SILENCE_MS = 35_000

/**
 * Connects to the database at `url`, a pooler's too, which it finds out by itself. The database is migrated already.
 *
 * @throws SERVICE_UNAVAILABLE `database-away`
 */
export async function connect(
  url: string,
  { metrics = NO_METRICS, listenUrl = null, onShadowDifference }: ConnectOptions = {},
): Promise<Db> {
  const { isPooler, isAdopted } = await look(url)
  const prepare = !isPooler
  const direct = listenUrl ?? (prepare ? url : null)
  const pool = (name: keyof typeof SIZES, silenceMs?: number) => {
    const made = new Pool({
      name,
      size: SIZES[name],
      mostOfUser: MOST_OF_USER[name],
      open: () => openConnection({ url, prepare }),
      onRefused: () => metrics.poolRefused(name),
      silenceMs,
    })
    metrics.watchPool(name, () => made.use())
    return made
  }
  const pools = {
    main: pool('main'),
    batches: pool('batches'),
    waits: pool('waits'),
    settings: pool('settings'),
    checkpoints: pool('checkpoints'),
    finals: pool('finals'),
    beats: pool('beats', BEAT_SILENCE_MS),
    notices: pool('notices'),
  }
  const legacy = isAdopted ? new LegacyMove(pool('legacy', LEGACY_SILENCE_MS), onShadowDifference) : null
  const db: Db = {
    ...pools,
    legacy,
    turns: new Turns(),
    longReads: new Permits({ ...LONG_READS, refusal: poolFull }),
    metrics,
    listenUrl: direct,
    namesIsolation: false,
    get lanes() {
      return lanes
    },
    async close() {
      lanes.close()
      const all = [...Object.values(pools), ...(legacy ? [legacy.pool] : [])]
      await Promise.all(all.map((each) => each.close()))
    },
  }
  const lanes = createLanes(db)
  // A first checkpoint or end that had to wait for its connection would come too late.
  await Promise.all(
    [pools.checkpoints, pools.finals, pools.beats].map((each) => each.run(({ sql }) => sql`select 1`)),
  )
  metrics.watchPool('batches', () => ({ ...pools.batches.use(), waiting: lanes.waiting }))
  return db
}

/**
 * A pooler names a process of its own when one connects, not the backend that runs the statement. And whether the database was an
 * old app's, so that nowhere else is ever asked for it.
 */
async function look(url: string): Promise<{ isPooler: boolean; isAdopted: boolean }> {
  const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, connect_timeout: 5, onnotice() {} })
  try {
    const result = await sql<{ pid: number; adopted: boolean }[]>`
      select pg_backend_pid() as pid, to_regclass('public.legacy_state') is not null as adopted`
    const [row] = result
    return { isPooler: result.state.pid !== row?.pid, isAdopted: row?.adopted ?? false }
  } catch (error) {
    throw toDuckError(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
