import { type IntegrityFault, type IntegrityReport, LIMITS } from '@duck/protocol'
import type { HealthIntegrity } from '@duck/protocol/schemas'
import { fromCursor, listAllSessions, listSessionIds, toCursor, verifySession } from '@duck/store'
import type { Call, Context } from '../context.ts'

const MOST_MS = 1_000

/**
 * Reads the actor's sessions whole, deleted ones too, or everybody's for an operator, and tells what is wrong with them. A call looks at up to 100 of
 * them and begins none after a second; the cursor goes on. What it finds is counted in the metrics.
 *
 * @throws BAD_REQUEST field `cursor`
 */
export async function checkIntegrity({ ctx, input }: Call<HealthIntegrity>): Promise<IntegrityReport> {
  const { userId } = ctx.actor
  const after = input.cursor ? sessionIn(input.cursor) : null
  const sessions = await sessionsAfter(ctx, after)
  const { checked, faults } = await verifyInTime(sessions, ({ userId, id }) =>
    verifySession(ctx.db, userId, id),
  )
  const all = checked === sessions.length && sessions.length < LIMITS.integritySessions
  const last = all ? null : (sessions[checked - 1]?.id ?? null)
  const mismatched = faults.filter(({ check }) => check === 'count').map(({ sessionId }) => sessionId)
  ctx.mismatches.note(userId, { after, upTo: last }, mismatched)
  return { sessions: checked, faults, nextCursor: last && toCursor(last) }
}

interface Owned {
  id: string
  userId: string
}

async function sessionsAfter({ db, actor }: Context, after: string | null): Promise<Owned[]> {
  const page = { after, limit: LIMITS.integritySessions }
  if (actor.isOperator) return listAllSessions(db, page)
  const { userId } = actor
  return (await listSessionIds(db, userId, page)).map((id) => ({ id, userId }))
}

async function verifyInTime(
  sessions: readonly Owned[],
  verify: (session: Owned) => Promise<IntegrityFault[]>,
): Promise<{ checked: number; faults: IntegrityFault[] }> {
  const until = performance.now() + MOST_MS
  const faults: IntegrityFault[] = []
  let checked = 0
  for (const session of sessions) {
    if (checked > 0 && performance.now() > until) break
    faults.push(...(await verify(session)))
    checked++
  }
  return { checked, faults }
}

function sessionIn(cursor: string): string {
  return fromCursor(cursor, /^[A-Za-z0-9_-]{1,64}$/)[0]
}
