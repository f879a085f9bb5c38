import type { IncomingHttpHeaders } from 'node:http'
import type { Actor } from '@duck/chat'

/**
 * Whether the caller is whom the call is meant to come from, where it says so. A browser's tabs share one sign-in: what a tab
 * still has to send of one user must not go out as another's who signed in meanwhile in the tab beside it.
 */
export function isMeant({ userId }: Actor, headers: IncomingHttpHeaders): boolean {
  const meant = headers['x-duck-user']
  return meant === undefined || meant === userId
}
