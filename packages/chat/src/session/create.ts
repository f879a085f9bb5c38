import { DuckError, isUuid, type Session, uuidv7 } from '@duck/protocol'
import type { SessionCreate } from '@duck/protocol/schemas'
import { createSession as create } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Creates a session, once per id; without one the server makes it.
 *
 * @throws CONFLICT `id-reused` when the id is taken by a session with other settings, or by anyone else's; BAD_REQUEST `id`
 *   when there are accounts and it is no UUID, since others could guess it and take it first; TOO_MANY_REQUESTS `rate`.
 */
export async function createSession({ ctx, input }: Call<SessionCreate>): Promise<Session> {
  return (await createSessionOnce({ ctx, input })).session
}

/** As createSession, and whether the session was there before. */
export async function createSessionOnce({
  ctx,
  input,
}: Call<SessionCreate>): Promise<{ session: Session; replay: boolean }> {
  const { userId } = ctx.actor
  if (input.id !== undefined && ctx.accounts.options.mode === 'accounts' && !isUuid(input.id))
    throw new DuckError('BAD_REQUEST', 'The id must be a UUID.', { field: 'id' })
  ctx.appendRate.take(userId)
  const created = await create(ctx.db, { ...input, userId, id: input.id ?? uuidv7() })
  if (!created.replay) ctx.feed.publish(userId, { type: 'sessions-changed' })
  return created
}
