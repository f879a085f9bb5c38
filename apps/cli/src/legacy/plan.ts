import { type Plan, plan } from '@duck/legacy'
import type { Context } from '../context.ts'
import { readEnv } from '../env.ts'
import { Interrupted } from '../interrupted.ts'
import { printable, printableJson } from '../printable.ts'
import { defineVerb } from '../verb.ts'
import { JSON_OPTION, moveOptions } from './move-options.ts'
import { duration } from './progress.ts'
import { withLegacy } from './with-legacy.ts'

export const legacyPlan = defineVerb({
  name: 'legacy plan',
  takes: [],
  says: 'what a move of an old app’s arrays would meet: how much, what is odd, how long; changes nothing',
  options: JSON_OPTION,
  async act({ values }, context) {
    await withLegacy(readEnv(context.variables), context, async (legacy) => {
      const { options, end } = moveOptions(context)
      const found = await plan(legacy, options).finally(end)
      if (values.json) context.print(printableJson(found))
      else printPlan(found, context)
      if (found.obstacles.length > 0) throw new Error('The table cannot be carried over as it is.')
      if (found.interrupted) throw new Interrupted('It was told to end before it had looked at everything.')
    })
  },
})

const SAID: Record<keyof Plan['oddities'], string> = {
  noArray: 'values that are no arrays: go to quarantine',
  noObject: 'elements that are no objects',
  role: 'roles other than user, assistant and system',
  noContent: 'elements without content',
  otherContent: 'contents that are no text',
  noTime: 'elements without a time',
  longArrays: 'arrays over 1,000 elements: a piece at a time',
  largeElements: 'elements over 1 MiB',
}

function printPlan(found: Plan, { print }: Context): void {
  const { sessions, messages, bytes, oddities, expectedSeconds } = found
  print(`${sessions} sessions, ${messages} messages, ${(bytes / 1_000_000).toFixed(1)} MB as stored.`)
  for (const [name, says] of Object.entries(SAID)) {
    const count = oddities[name as keyof Plan['oddities']]
    if (count > 0) print(`${String(count).padStart(10)}  ${says}`)
  }
  print(`The backfill will take about ${duration(expectedSeconds)} beside others.`)
  for (const obstacle of found.obstacles) print(printable(`In the way: ${obstacle}`))
  for (const [place, step] of found.steps.entries()) print(`${place + 1}. ${step}`)
}
