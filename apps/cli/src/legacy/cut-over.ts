import { cutOver } from '@duck/legacy'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printableJson } from '../printable.ts'
import { UsageError } from '../usage-error.ts'
import { defineVerb } from '../verb.ts'
import { CHOICE_OPTIONS, choiceFrom, refuseUnknown } from './choice.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { printOutcomes } from './print-outcomes.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyCutOver = defineVerb({
  name: 'legacy cut-over',
  takes: [],
  says: 'lets the rows be what counts: for reads first, then for writes, when an old app that writes an array is refused',
  options: {
    ...CHOICE_OPTIONS,
    to: { type: 'string', value: 'reads|rows', says: 'how far' },
    ...JSON_OPTION,
  },
  async act({ values }, context) {
    const choice = choiceFrom(values)
    const to = values.to
    if (to !== 'reads' && to !== 'rows') throw new UsageError('Say how far: --to reads, then --to rows.')
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      await refuseUnknown(legacy, choice)
      const { options, end } = moveOptions(context)
      const { sessions, finished } = await cutOver(legacy, { ...options, choice, to }).finally(end)
      if (values.json) context.print(printableJson({ sessions, finished }))
      else printOutcomes(sessions, context)
      if (finished && !values.json)
        context.print('Every session is cut over: the old app can be switched off.')
      const left = sessions.busy.length + sessions.waiting.length + sessions.differs.length
      if (left > 0)
        throw new Error(`${left} sessions stay as they were; duck legacy log says why. Repeat it.`)
      if (context.signal.aborted)
        throw new Interrupted('It was told to end; the next run goes on from there.')
    })
  },
})
