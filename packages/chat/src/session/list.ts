import type { SessionList } from '@duck/protocol'
import type { SessionListInput } from '@duck/protocol/schemas'
import { listSessions as list } from '@duck/store'
import type { Call } from '../context.ts'

/** The actor's sessions, pinned first, then by latest message. */
export function listSessions({ ctx, input }: Call<SessionListInput>): Promise<SessionList> {
  return list(ctx.db, { ...input, userId: ctx.actor.userId })
}
