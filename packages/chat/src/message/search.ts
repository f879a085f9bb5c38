import type { SearchPage } from '@duck/protocol'
import type { MessageSearchInput } from '@duck/protocol/schemas'
import { searchMessages as search } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * The actor's messages that contain the query, of live sessions, or of one. A page may be short, or empty, and still have a
 * cursor: each call looks at a bounded amount of text.
 *
 * @throws NOT_FOUND when `sessionId` names none of the actor's; BAD_REQUEST field `cursor`.
 */
export function searchMessages({ ctx, input }: Call<MessageSearchInput>): Promise<SearchPage> {
  const { query, sessionId, cursor } = input
  return search(ctx.db, { userId: ctx.actor.userId, query, sessionId, cursor })
}
