import { log } from '@duck/legacy'
import { readEnv } from '../env.ts'
import { printable, printableJson } from '../printable.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

const LIMIT = { default: 100, most: 10_000 }

export const legacyLog = defineVerb({
  name: 'legacy log',
  takes: [],
  says: 'what happened, the newest last: to one session, or to all',
  options: {
    session: { type: 'string', value: 'ID', says: 'to this one only' },
    limit: { type: 'string', value: 'N', says: `at most N steps; else ${LIMIT.default}` },
    ...JSON_OPTION,
  },
  async act({ values }, context) {
    const limit = values.limit === undefined ? LIMIT.default : Number(values.limit)
    if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most)
      throw new UsageError(`--limit must be a whole number from 1 to ${LIMIT.most}.`)
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      const entries = await log(legacy, { session: values.session, limit })
      if (values.json) return context.print(printableJson(entries))
      if (entries.length === 0) return context.note('Nothing happened yet.')
      for (const { at, sessionId, step, detail } of entries)
        context.print(printable([at, sessionId ?? '', step, JSON.stringify(detail)].join('  ')))
    })
  },
})
