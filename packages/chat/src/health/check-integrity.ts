import { type IntegrityFault, type IntegrityReport, LIMITS } from '@duck/protocol'
import type { HealthIntegrity } from '@duck/protocol/schemas'
import { fromCursor, listSessionIds, toCursor, verifySession } from '@duck/store'
import type { Call } from '../context.ts'

const MOST_MS = 1_000

/**
 * Reads the actor's sessions whole, deleted ones too, and tells what is wrong with them. A call looks at up to 100 of
 * them and begins none after a second; the cursor goes on. What it finds is counted in the metrics.
 *
 * @throws BAD_REQUEST field `cursor`
 */
export async function checkIntegrity({ ctx, input }: Call<HealthIntegrity>): Promise<IntegrityReport> {
  const { userId } = ctx.actor
  const after = input.cursor ? sessionIn(input.cursor) : null
  const ids = await listSessionIds(ctx.db, userId, { after, limit: LIMITS.integritySessions })
  const { checked, faults } = await verifyInTime(ids, (id) => verifySession(ctx.db, userId, id))
  const all = checked === ids.length && ids.length < LIMITS.integritySessions
  const last = all ? null : (ids[checked - 1] ?? null)
  const mismatched = faults.filter(({ check }) => check === 'count').map(({ sessionId }) => sessionId)
  ctx.mismatches.note(userId, { after, upTo: last }, mismatched)
  return { sessions: checked, faults, nextCursor: last && toCursor(last) }
}

async function verifyInTime(
  ids: readonly string[],
  verify: (id: string) => Promise<IntegrityFault[]>,
): Promise<{ checked: number; faults: IntegrityFault[] }> {
  const until = performance.now() + MOST_MS
  const faults: IntegrityFault[] = []
  let checked = 0
  for (const id of ids) {
    if (checked > 0 && performance.now() > until) break
    faults.push(...(await verify(id)))
    checked++
  }
  return { checked, faults }
}

function sessionIn(cursor: string): string {
  return fromCursor(cursor, /^[A-Za-z0-9_-]{1,64}$/)[0]
}
