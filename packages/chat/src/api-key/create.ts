import type { ApiKey } from '@duck/protocol'
import type { ApiKeyCreate } from '@duck/protocol/schemas'
import { createApiKey } from '@duck/store'
import type { Call } from '../context.ts'

/**
 * Makes an API key, which acts as the caller until it is revoked. The key is told this once.
 *
 * @throws TOO_MANY_REQUESTS `too-many-keys`
 */
export function createOwnApiKey({
  ctx,
  input,
}: Call<ApiKeyCreate>): Promise<{ apiKey: ApiKey; key: string }> {
  return createApiKey(ctx.accounts.db, { userId: ctx.actor.userId, name: input.name })
}
