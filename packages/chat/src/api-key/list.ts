import type { ApiKey } from '@duck/protocol'
import { listApiKeys } from '@duck/store'
import type { Call } from '../context.ts'

/** The caller's API keys, newest first, without the keys themselves. */
export async function listOwnApiKeys({ ctx }: Pick<Call<unknown>, 'ctx'>): Promise<{ apiKeys: ApiKey[] }> {
  return { apiKeys: await listApiKeys(ctx.accounts.db, ctx.actor.userId) }
}
