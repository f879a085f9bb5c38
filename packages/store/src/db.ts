import type { Metrics } from '@duck/metrics'
import { NO_METRICS } from '@duck/metrics'
import postgres from 'postgres'
import { toDuckError } from './errors.ts'
import { openConnection } from './pool/connection.ts'
import { Pool, poolFull } from './pool/pool.ts'
import { Turns } from './pool/turns.ts'

/** One process's way to Postgres. */
export interface Db {
  /** Appends, sends and reads. */
  readonly main: Pool
  /** Sessions' settings, through Drizzle. */
  readonly settings: Pool
  /** Reserved, so that answers stay durable and this server alive however busy `main` is: checkpoints and beats. */
  readonly checkpoints: Pool
  /** Reserved: the ends of answers. */
  readonly finals: Pool
  /** Writers of one session take turns here, so that a session someone holds does not hold every connection. */
  readonly turns: Turns
  /** Reads that may take a second take turns by user, and then all together. */
  readonly longReads: Turns
  readonly metrics: Metrics
  /** Set once a transaction was found to begin at another isolation level than READ COMMITTED by itself. */
  namesIsolation: boolean
  /** Answers come from statements under way; then every connection is closed. */
  close(): Promise<void>
}

export interface ConnectOptions {
  metrics?: Metrics
}

const SIZES = { main: 10, settings: 4, checkpoints: 1, finals: 1 }

/**
 * Connects to the database at `url`, a pooler's too, which it finds out by itself. The database is migrated already.
 *
 * @throws SERVICE_UNAVAILABLE `database-away`
 */
export async function connect(url: string, { metrics = NO_METRICS }: ConnectOptions = {}): Promise<Db> {
  const prepare = !(await isPooler(url))
  const pool = (name: keyof typeof SIZES) => {
    const made = new Pool({
      name,
      size: SIZES[name],
      open: () => openConnection({ url, prepare }),
      onRefused: () => metrics.poolRefused(name),
    })
    metrics.watchPool(name, () => made.use())
    return made
  }
  const pools = {
    main: pool('main'),
    settings: pool('settings'),
    checkpoints: pool('checkpoints'),
    finals: pool('finals'),
  }
  return {
    ...pools,
    turns: new Turns(),
    longReads: new Turns(poolFull),
    metrics,
    namesIsolation: false,
    async close() {
      await Promise.all(Object.values(pools).map((each) => each.close()))
    },
  }
}

/** A pooler names a process of its own when one connects, not the backend that runs the statement. */
async function isPooler(url: string): Promise<boolean> {
  const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, connect_timeout: 5, onnotice() {} })
  try {
    const result = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    return result.state.pid !== result[0]?.pid
  } catch (error) {
    throw toDuckError(error)
  } finally {
    await sql.end({ timeout: 1 })
  }
}
