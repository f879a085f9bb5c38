import type { SignIn } from '@duck/protocol'
import { listSignIns } from '@duck/store'
import type { Call } from '../context.ts'

/** Where the caller is signed in, newest first. */
export async function listOwnSignIns({ ctx }: Pick<Call<unknown>, 'ctx'>): Promise<{ signIns: SignIn[] }> {
  const { userId, credentialId = '' } = ctx.actor
  return { signIns: await listSignIns(ctx.accounts.db, { userId, credentialId }) }
}
