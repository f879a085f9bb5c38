import { type Session, uuidv7 } from '@duck/protocol'
import type { SessionCreate } from '@duck/protocol/schemas'
import { createSession as create } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Creates a session, once per id; without one the server makes it.
 *
 * @throws CONFLICT `id-reused` when the id is taken by a session with other settings, or by anyone else's.
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
  const created = await create(ctx.db, { ...input, userId, id: input.id ?? uuidv7() })
  if (!created.replay) ctx.feed.publish(userId, { type: 'sessions-changed' })
  return created
}
