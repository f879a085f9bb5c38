import type { OneTimeLink } from '@duck/protocol'
import { type LinkPurpose, makeLink } from '@duck/store'
import type { Context } from '../context.ts'

const PAGES: Record<LinkPurpose, string> = { link: 'link', 'reset-password': 'reset' }
const MINUTE = 60_000
/** The first is opened by the one who made it; the second has to reach its user. */
const LASTS_MS: Record<LinkPurpose, number> = { link: 15 * MINUTE, 'reset-password': 24 * 60 * MINUTE }

/** A link to the app that is good for once. Its token is in the fragment, which no browser sends to a server or log. */
export async function oneTimeLink(
  { accounts }: Context,
  userId: string,
  purpose: LinkPurpose,
): Promise<OneTimeLink> {
  const { token, expiresAt } = await makeLink(accounts.db, { userId, purpose, lastsMs: LASTS_MS[purpose] })
  return { url: `${accounts.publicUrl()}/${PAGES[purpose]}#${token}`, expiresAt }
}
