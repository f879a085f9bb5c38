import type { AuthDb } from '@duck/store'
import type postgres from 'postgres'
import { type Account, accountFor } from './account-for.ts'
import { giveSessions } from './give-sessions.ts'
import type { KnownUser } from './known-user.ts'
import { listMappedAccounts, type MappedAccount } from './list-mapped.ts'
import { nameFor } from './name-for.ts'
import { listOldUsers, type OldUser } from './old-users.ts'

/** An old user whose sessions are an account's now; in a dry run, would be. */
export interface MappedUser {
  oldUserId: string
  email: string
  /** Null in a dry run, where the account is still to be made. */
  userId: string | null
  isNew: boolean
  sessions: number
}

/** Why an old user stays one. */
export type Obstacle = 'unknown' | 'no-address' | 'unproven' | 'busy'

export interface UnmappedUser {
  oldUserId: string
  sessions: number
  why: Obstacle
  /** Null where none is known. */
  email: string | null
}

export interface UsersReport {
  mapped: MappedUser[]
  unmapped: UnmappedUser[]
}

export interface MapOptions {
  accounts: AuthDb
  /** Who they are; those who have no session are left out. */
  known: readonly KnownUser[]
  dryRun?: boolean
  onProgress?: (progress: { done: number; total: number }) => void
  /** Ends it after the user under way. */
  signal?: AbortSignal
}

/**
 * Gives the sessions of the old app's users to the accounts of their addresses, which it makes where they are missing; one
 * user after another, each in a commit of its own. Two of one address come to one account. Who is mapped already is
 * not asked about again, and repeating it goes on where it ended.
 *
 * @throws DuckError, PostgresError
 */
export async function mapUsers(sql: postgres.Sql, options: MapOptions): Promise<UsersReport> {
  const { accounts, known, onProgress, signal } = options
  const byId = new Map(known.map((user) => [user.userId, user]))
  const before = new Map(
    (await listMappedAccounts(sql, accounts)).flatMap((account) =>
      account.oldUserIds.map((id) => [id, account] as const),
    ),
  )
  const olds = await listOldUsers(sql, accounts)
  const report: UsersReport = { mapped: [], unmapped: [] }
  for (const [done, old] of olds.entries()) {
    if (signal?.aborted) break
    const outcome = await mapUser(sql, options, {
      old,
      known: byId.get(old.userId),
      before: before.get(old.userId),
    })
    if ('why' in outcome) report.unmapped.push(outcome)
    else report.mapped.push(outcome)
    onProgress?.({ done: done + 1, total: olds.length })
  }
  return report
}

interface Who {
  old: OldUser
  known: KnownUser | undefined
  /** To whom an earlier run gave the sessions that there were then. */
  before: MappedAccount | undefined
}

async function mapUser(
  sql: postgres.Sql,
  options: MapOptions,
  { old, known, before }: Who,
): Promise<MappedUser | UnmappedUser> {
  const email = before?.email ?? known?.email?.toLowerCase() ?? null
  const stays = (why: Obstacle): UnmappedUser => ({ ...named(old), why, email })
  if (email === null) return stays(known ? 'no-address' : 'unknown')
  const { accounts, dryRun = false } = options
  const account: Account = before
    ? { state: 'existing', userId: before.userId }
    : await accountFor(accounts, { email, name: nameFor(known?.name ?? null, email), dryRun })
  if (account.state === 'unproven') return stays('unproven')
  if (account.state === 'missing') return { ...named(old), email, userId: null, isNew: true }
  const { userId } = account
  const mapped = { ...named(old), email, userId, isNew: account.state === 'added' }
  if (dryRun) return mapped
  const sessions = await giveSessions(sql, { oldUserId: old.userId, userId, email })
  return sessions === null ? stays('busy') : { ...mapped, sessions }
}

function named({ userId, sessions }: OldUser) {
  return { oldUserId: userId, sessions }
}
