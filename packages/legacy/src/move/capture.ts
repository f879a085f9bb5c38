import { adoptionFaults, type PrepareOptions, prepareDatabase } from '@duck/store'
import type { Legacy } from '../legacy.ts'
import { asMover } from './as-mover.ts'
import { type InOldTable, inOldTable } from './in-old-table.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'

export interface Captured {
  /** Since when every write of the old app is kept. */
  since: string
}

/**
 * Adopts the database and captures what the old app writes from now on, or finds that it does already.
 *
 * @throws Error a sentence: what stands there cannot be carried over, or the old app never let its table go for a moment.
 */
export async function capture({ sql }: Legacy, options: PrepareOptions): Promise<Captured> {
  const faults = await adoptionFaults(sql)
  if (faults.length > 0) throw new Error(faults.join('\n'))
  await prepareDatabase(options)
  const [state] = await sql<{ finished: boolean; since: Date | null }[]>`
    select finished_at is not null as finished, captured_at as since from legacy_state`
  if (!state?.since) await inOldTable(sql, RESUME)
  const [now] = await sql<{ since: Date }[]>`select captured_at as since from legacy_state`
  if (!now) throw new Error('The database does not say since when it captures.')
  return { since: now.since.toISOString() }
}

/** What was written while nobody captured is absorbed again. */
const RESUME: InOldTable = async (tx) => {
  await tx`alter table chat_sessions enable always trigger legacy_capture_insert`
  await tx`alter table chat_sessions enable always trigger legacy_capture_update`
  await tx`update legacy_sessions set absorbed_at = null`
  await tx`update legacy_state set captured_at = clock_timestamp(), cursor_id = ''`
  await tx`insert into legacy_log (step) values ('captured')`
}

/**
 * Leaves the old app alone: nothing that it writes is captured any more. Sessions that were cut over are to be rolled back before.
 *
 * @throws Error a sentence, as capture.
 */
export async function stopCapture({ sql }: Legacy): Promise<void> {
  await refuseUnadopted(sql)
  const [row] = await asMover(
    sql,
    (tx) => tx<{ cut: boolean }[]>`
      select exists (select from chat_sessions where storage <> 'array') as cut`,
  )
  if (row?.cut)
    throw new Error('Some sessions are cut over. Roll back all of them first: duck legacy roll-back --all.')
  await inOldTable(sql, async (tx) => {
    await tx`alter table chat_sessions disable trigger legacy_capture_insert`
    await tx`alter table chat_sessions disable trigger legacy_capture_update`
    await tx`update legacy_state set captured_at = null`
    await tx`insert into legacy_log (step) values ('capture stopped')`
  })
}
