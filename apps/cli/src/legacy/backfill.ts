import { backfill } from '@duck/legacy'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyBackfill = defineVerb({
  name: 'legacy backfill',
  takes: [],
  says: 'makes rows of what the arrays hold, a short transaction at a time; may be stopped and run again, or twice at once',
  options: {
    'full-speed': { type: 'boolean', says: 'without rests, when nobody else uses the database' },
    ...JSON_OPTION,
  },
  async act({ values }, context) {
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      const { options, end } = moveOptions(context)
      const done = await backfill(legacy, { ...options, rest: values['full-speed'] ? 0 : 1 }).finally(end)
      const text = `${done.messages} messages of ${done.sessions} sessions were looked at.`
      context.print(values.json ? printableJson(done) : text)
      if (done.held > 0)
        throw new Error(`${done.held} sessions were held by somebody all the time; the next run takes them.`)
      if (done.interrupted) throw new Interrupted('It was told to end; the next run goes on from there.')
    })
  },
})
