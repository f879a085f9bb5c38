import { listMappedAccounts } from '@duck/legacy'
import type { OneTimeLink } from '@duck/protocol'
import { oneTimeLink } from '@duck/store'
import type { Owner } from './with-owner.ts'

/** A link to an account, for whom it is. */
export interface AccountLink extends OneTimeLink {
  email: string
}

/** A link to every account that old users were mapped to and nobody can enter yet. */
export async function linksFor(
  { legacy, accounts }: Owner,
  options: { publicUrl: string; lastsMs: number },
): Promise<AccountLink[]> {
  const links: AccountLink[] = []
  for (const { userId, email, isShut } of await listMappedAccounts(legacy.sql, accounts))
    if (isShut)
      links.push({
        email,
        ...(await oneTimeLink(accounts, { userId, purpose: 'reset-password', ...options })),
      })
  return links
}
