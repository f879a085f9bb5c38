import type { ApiKeyRevoke } from '@duck/protocol/schemas'
import { revokeApiKey } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Ends an API key of the caller's; its sockets end within 5 s.
 *
 * @throws NOT_FOUND
 */
export async function revokeOwnApiKey({ ctx, input }: Call<ApiKeyRevoke>): Promise<void> {
  const { userId } = ctx.actor
  await revokeApiKey(ctx.accounts.db, { userId, id: input.id })
  ctx.peers.tellSignedOut(userId)
}
