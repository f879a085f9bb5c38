import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { must } from '@duck/protocol'
import type { Check } from '../play/checks.ts'
import type { Recorded } from '../play/read-conversations.ts'
import { addressOf, type Headers, OLD_USERS, openAccount, USERS_CSV } from './accounts.ts'
import { appendSome, headersOf, withAppended } from './append-some.ts'
import { checkArrays } from './check-arrays.ts'
import { checkPage } from './check-page.ts'
import { checkSameIds, checkShown } from './check-shown.ts'
import { makeOldChats } from './make-old-chats.ts'
import type { OldChat } from './old-chat.ts'
import { openStage, type Stage, type Step } from './stage.ts'
import { readArrays, writeOldChats } from './write-old-chats.ts'

export interface RehearseOptions {
  records: readonly Recorded[]
  /** An owner's, to a database without tables of ours. */
  databaseUrl: string
  seed: string
}

export interface Rehearsal {
  chats: readonly OldChat[]
  appended: number
  steps: readonly Step[]
  checks: Check[]
}

/**
 * Moves the conversations, as an old app has stored them, into the product with the operator's own commands; shows them,
 * goes on with some, turns back, moves them again, and drops the arrays.
 *
 * @throws Error with what a command said that failed.
 */
export async function rehearse({ records, databaseUrl, seed }: RehearseOptions): Promise<Rehearsal> {
  await using stage = await openStage(databaseUrl)
  const { sql, duck, steps } = stage
  const chats = makeOldChats(records, { seed, userIds: OLD_USERS })
  await writeOldChats(sql, chats)
  const before = await readArrays(sql)

  await duck('legacy', 'plan')
  const { url } = await stage.serve()
  await duck('legacy', 'capture')
  await duck('legacy', 'backfill')
  await duck('legacy', 'verify')
  await duck('legacy', 'cut-over', '--all', '--to', 'reads')
  await duck('legacy', 'cut-over', '--all', '--to', 'rows')
  await duck('legacy', 'verify')
  const moved = checkArrays('after the move', { before, after: await readArrays(sql) })

  const accounts = await openAccounts(url, await giveToAccounts(stage))
  const first = await checkShown(url, accounts, chats)
  const seen = longestOf(chats)
  const page = await checkPage(stage, seen, headersOf(accounts, seen))
  const appended = await appendSome(url, accounts, chats)

  await duck('legacy', 'users', '--undo')
  await duck('legacy', 'roll-back', '--all')
  const back = checkArrays('after the roll-back', { before, after: await readArrays(sql) }, appended)

  await duck('legacy', 'backfill')
  await duck('legacy', 'cut-over', '--all', '--to', 'rows')
  await duck('legacy', 'verify')
  await giveToAccounts(stage)
  const again = await checkShown(url, accounts, withAppended(chats, appended))
  await duck('legacy', 'purge', '--yes', '--wait-days', '0')
  const last = await checkShown(url, accounts, withAppended(chats, appended))
  const checks = [
    ...first.checks,
    ...page,
    moved,
    back,
    ...again.checks.map((check) => at('moved again', check)),
    at('moved again', checkSameIds(first, again)),
    ...last.checks.map((check) => at('purged', check)),
    at('purged', checkSameIds(again, last)),
  ]
  return { chats, appended: appended.length, steps, checks }
}

/** The links to the accounts that the old users' sessions were given to, by address. */
async function giveToAccounts({ duck, folder }: Stage): Promise<Map<string, string>> {
  const file = path.join(folder, 'users.csv')
  await writeFile(file, USERS_CSV)
  const { stdout } = await duck('legacy', 'users', '--csv', file, '--json')
  const { links } = JSON.parse(stdout) as { links: { email: string; url: string }[] }
  return new Map(links.map(({ email, url }) => [email, url]))
}

async function openAccounts(url: string, links: ReadonlyMap<string, string>): Promise<Map<string, Headers>> {
  const accounts = new Map<string, Headers>()
  for (const email of new Set(OLD_USERS.map(addressOf)))
    accounts.set(email, await openAccount(url, email, must(links.get(email), `a link to ${email}`)))
  return accounts
}

function longestOf(chats: readonly OldChat[]): OldChat {
  return must(chats.toSorted((a, b) => b.expected.length - a.expected.length)[0], 'a conversation')
}

function at(when: string, check: Check): Check {
  return { ...check, name: `${check.name}, ${when}` }
}
