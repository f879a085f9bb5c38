import { isAllCutOver, mapUsers, refuseStranger, type UsersReport, undoUsers } from '@duck/legacy'
import type { Context } from '../context.ts'
import { readEnv } from '../env.ts'
import { linkBase, URL_OPTION } from '../link-base.ts'
import { printableJson } from '../printable.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'
import { knownUsers } from './known-users.ts'
import { printUndone, printUsers } from './print-users.ts'
import { linksFor } from './user-links.ts'
import { type Owner, withOwner } from './with-owner.ts'

const DAY_MS = 24 * 60 * 60_000
const DAYS = { default: 7, most: 30 }

export const legacyUsers = defineVerb({
  name: 'legacy users',
  takes: [],
  says: 'gives the old app’s users accounts and their sessions, and prints one-time links to those that nobody opened yet',
  options: {
    csv: {
      type: 'string',
      value: 'FILE',
      says: 'lines of user_id,email or user_id,email,name; else auth.users',
    },
    'dry-run': { type: 'boolean', says: 'say what would be done' },
    'before-cut-over': { type: 'boolean', says: 'although the old app then no longer finds their sessions' },
    undo: { type: 'boolean', says: 'give the sessions back to the old users; accounts stay' },
    'link-days': {
      type: 'string',
      value: 'N',
      says: `how long a link is good, 1 to ${DAYS.most}; else ${DAYS.default}`,
    },
    ...URL_OPTION,
    json: { type: 'boolean', says: 'one object of JSON instead' },
  },
  async act({ values }, context) {
    const env = readEnv(context.variables)
    const links = { publicUrl: linkBase(values.url, env), lastsMs: daysFrom(values['link-days']) * DAY_MS }
    await withOwner(env, context, async (owner) => {
      await refuseStranger(owner.legacy.sql)
      if (values.undo) return undo(owner, values.json ?? false, context)
      const known = await knownUsers(owner.legacy, values.csv)
      const dryRun = values['dry-run'] ?? false
      if (!dryRun && !values['before-cut-over']) await refuseTooEarly(owner)
      const report = await mapUsers(owner.legacy.sql, {
        accounts: owner.accounts,
        known,
        dryRun,
        signal: context.signal,
      })
      const made = dryRun ? [] : await linksFor(owner, links)
      if (values.json) context.print(printableJson({ ...report, links: made }))
      else printUsers(report, { links: made, dryRun }, context)
      refuseHalf(report)
    })
  },
})

async function undo({ legacy }: Owner, json: boolean, context: Context): Promise<void> {
  const undone = await undoUsers(legacy.sql, context.signal)
  if (json) context.print(printableJson({ undone }))
  else printUndone(undone, context)
  if (undone.some(({ sessions }) => sessions === null))
    throw new Error('Somebody held sessions of some users, who are as they were. Repeat it.')
}

async function refuseTooEarly({ legacy }: Owner): Promise<void> {
  if (!(await isAllCutOver(legacy.sql)))
    throw new UsageError(
      'Not every session is cut over. The old app finds sessions by the old user ids, and would no longer show those that are given to accounts: cut over first, or say --before-cut-over.',
    )
}

function refuseHalf({ unmapped }: UsersReport): void {
  if (unmapped.some(({ why }) => why === 'busy'))
    throw new Error('Somebody held sessions of some users, who are as they were. Repeat it.')
}

function daysFrom(given: string | undefined): number {
  const days = given === undefined ? DAYS.default : Number(given)
  if (!Number.isInteger(days) || days < 1 || days > DAYS.most)
    throw new UsageError(`--link-days must be a whole number from 1 to ${DAYS.most}.`)
  return days
}
