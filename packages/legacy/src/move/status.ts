import type { Legacy } from '../legacy.ts'
import { asMover } from './as-mover.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'

export interface Status {
  sessions: number
  absorbed: number
  /** Not cut over, reads cut over, cut over. */
  storage: { array: number; reads: number; rows: number }
  /** Proved since they were cut over; also those that never had an array to prove. */
  verified: number
  /** Whole versions of arrays that wait for the worker, and last answers that may still grow. */
  waiting: number
  held: number
  quarantined: number
  /** Sessions that an append waits for. */
  front: number
  /** The last session that a backfill took, in their order; null before the first. */
  reached: string | null
  capturedSince: string | null
  finishedAt: string | null
  /** What is to be done next, a sentence. */
  next: string
}

/**
 * Where every session stands.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function status({ sql }: Legacy): Promise<Status> {
  await refuseUnadopted(sql)
  const [row] = await asMover(
    sql,
    (tx) => tx<Row[]>`
      select count(*)::int as sessions,
        count(*) filter (where l.absorbed_at is not null or c.storage = 'rows')::int as absorbed,
        count(*) filter (where c.storage = 'array')::int as array,
        count(*) filter (where c.storage = 'reads')::int as reads,
        count(*) filter (where c.storage = 'rows')::int as rows,
        count(*) filter (where l.verified_at >= coalesce(l.cut_over_at, l.verified_at)
          or c.storage = 'rows' and l.cut_over_at is null)::int as verified,
        count(*) filter (where l.front)::int as front,
        (select count(*) from legacy_versions where place is null)::int as waiting,
        (select count(*) from legacy_versions where place is not null)::int as held,
        (select count(*) from legacy_quarantine)::int as quarantined,
        (select nullif(cursor_id, '') from legacy_state) as reached,
        (select captured_at from legacy_state) as captured, (select finished_at from legacy_state) as finished
      from chat_sessions c left join legacy_sessions l on l.session_id = c.id`,
  )
  if (!row) throw new Error('The database does not say where the move stands.')
  const { array, reads, rows, captured, finished, ...counts } = row
  const found = {
    ...counts,
    storage: { array, reads, rows },
    capturedSince: captured?.toISOString() ?? null,
    finishedAt: finished?.toISOString() ?? null,
  }
  return { ...found, next: nextOf(found) }
}

interface Row extends Omit<Status, 'storage' | 'capturedSince' | 'finishedAt' | 'next'> {
  array: number
  reads: number
  rows: number
  captured: Date | null
  finished: Date | null
}

function nextOf({
  sessions,
  absorbed,
  verified,
  storage,
  waiting,
  capturedSince,
}: Omit<Status, 'next'>): string {
  if (capturedSince === null) return 'Nothing that the old app writes is captured: duck legacy capture.'
  if (absorbed < sessions || waiting > 0) return 'Make rows of what is left: duck legacy backfill.'
  if (verified < sessions) return 'Prove it: duck legacy verify.'
  if (storage.rows < sessions) return 'Cut over: duck legacy cut-over --percent 1 --to reads, then more.'
  return 'Every session is cut over and proved. After some days: duck legacy purge.'
}
