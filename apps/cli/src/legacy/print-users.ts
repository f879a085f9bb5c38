import type { Obstacle, Undone, UnmappedUser, UsersReport } from '@duck/legacy'
import type { Context } from '../context.ts'
import { printable } from '../printable.ts'
import type { AccountLink } from './user-links.ts'

const WHY: Record<Obstacle, string> = {
  unknown: 'nothing says who that is',
  'no-address': 'there is no e-mail address to sign in with',
  unproven:
    'whoever opened the account of that address has not proven it; duck user reset gives a link that does',
  busy: 'somebody held a session all the time',
}

/** What was done, or would be, a line a user; links last, each after its address. */
export function printUsers(
  { mapped, unmapped }: UsersReport,
  { links, dryRun }: { links: readonly AccountLink[]; dryRun: boolean },
  { print, note }: Context,
): void {
  for (const { oldUserId, email, sessions, isNew } of mapped)
    print(printable(`${oldUserId}  ${email}  ${counted(sessions)}${isNew ? '  new account' : ''}`))
  for (const { email, url } of links) print(`${printable(email)}  ${url}`)
  for (const user of unmapped) note(stays(user))
  const [last] = links.map(({ expiresAt }) => expiresAt).toSorted()
  if (last !== undefined) note(`Each link is good once, until ${last.slice(0, 16).replace('T', ' ')} UTC.`)
  note(`${mapped.length} users ${dryRun ? 'would be' : 'were'} mapped, ${unmapped.length} stay.`)
}

function stays({ oldUserId, sessions, why, email }: UnmappedUser): string {
  return printable(
    `${oldUserId}${email === null ? '' : `  ${email}`} stays, ${counted(sessions)}: ${WHY[why]}.`,
  )
}

export function printUndone(undone: readonly Undone[], { print, note }: Context): void {
  for (const { oldUserId, email, sessions } of undone)
    print(printable(`${oldUserId}  ${email}  ${sessions === null ? 'held by somebody' : counted(sessions)}`))
  note(
    `${undone.filter(({ sessions }) => sessions !== null).length} users have their sessions under the old ids again.`,
  )
}

function counted(sessions: number): string {
  return `${sessions} ${sessions === 1 ? 'session' : 'sessions'}`
}
