import type { SignInRevoke } from '@duck/protocol/schemas'
import { revokeSignIn } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Signs a browser or program of the caller's out; its sockets end within 5 s.
 *
 * @throws NOT_FOUND
 */
export async function revokeOwnSignIn({ ctx, input }: Call<SignInRevoke>): Promise<void> {
  const { userId } = ctx.actor
  await revokeSignIn(ctx.accounts.db, { userId, id: input.id })
  ctx.peers.tellSignedOut(userId)
}
