import { rollBack } from '@duck/legacy'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { CHOICE_OPTIONS, choiceFrom, refuseUnknown } from './choice.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { printOutcomes } from './print-outcomes.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyRollBack = defineVerb({
  name: 'legacy roll-back',
  takes: [],
  says: 'gives the arrays what they have not, and lets them be what counts again; the old app can write them',
  options: { ...CHOICE_OPTIONS, ...JSON_OPTION },
  async act({ values }, context) {
    const choice = choiceFrom(values)
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      await refuseUnknown(legacy, choice)
      const { options, end } = moveOptions(context)
      const sessions = await rollBack(legacy, { ...options, choice }).finally(end)
      if (values.json) context.print(printableJson({ sessions }))
      else printOutcomes(sessions, context)
      if (sessions.busy.length > 0)
        throw new Error(`${sessions.busy.length} sessions were held all the time. Repeat it.`)
      if (context.signal.aborted)
        throw new Interrupted('It was told to end; the next run goes on from there.')
    })
  },
})
