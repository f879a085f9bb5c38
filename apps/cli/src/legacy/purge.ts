import { purge } from '@duck/legacy'
import type { Context } from '../context.ts'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printableJson } from '../printable.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

const DAYS = { default: 7, most: 3650 }

export const legacyPurge = defineVerb({
  name: 'legacy purge',
  takes: [],
  says: 'archives the arrays and drops them, with all that was for the move; there is no roll-back after it',
  options: {
    'wait-days': {
      type: 'string',
      value: 'N',
      says: `refuse until the last session was cut over N days ago; else ${DAYS.default}`,
    },
    yes: { type: 'boolean', says: 'do not ask' },
    ...JSON_OPTION,
  },
  async act({ values }, context) {
    const waitDays = daysFrom(values['wait-days'])
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      if (!values.yes) await confirm(new URL(legacy.url).pathname.slice(1), context)
      const { options, end } = moveOptions(context)
      const purged = await purge(legacy, { ...options, waitDays }).finally(end)
      if (values.json) context.print(printableJson(purged))
      else if (purged.dropped)
        context.print(`${purged.archived} arrays are in legacy_archive; the old app’s columns are gone.`)
      if (!purged.dropped) throw new Interrupted('It was told to end; nothing was dropped.')
    })
  },
})

async function confirm(database: string, { ask, note }: Context): Promise<void> {
  if (!ask) throw new UsageError('Nobody is there to be asked: say --yes.')
  note('The arrays of the old app will be dropped. They stay in the table legacy_archive.')
  const typed = await ask(`Type the name of the database to go on (${database}): `)
  if (typed.trim() !== database) throw new Error('That is another name. Nothing was changed.')
}

function daysFrom(given: string | undefined): number {
  const days = given === undefined ? DAYS.default : Number(given)
  if (!Number.isInteger(days) || days < 0 || days > DAYS.most)
    throw new UsageError(`--wait-days must be a whole number from 0 to ${DAYS.most}.`)
  return days
}
