import { checkOutage } from '../check/check-outage.ts'
import type { CrashDatabase } from '../crash-postgres.ts'
import type { OutageSetting } from './open-stage.ts'
import { type OutageView, runOutage } from './run-outage.ts'
import type { Scenario } from './scenarios.ts'

export interface OutageResult {
  scenario: Scenario
  /** How each answer ended, in words. */
  facts: string[]
  violations: string[]
}

export interface OutageOptions {
  createDatabase: () => Promise<CrashDatabase>
  seconds: number
  done?: (result: OutageResult) => void
}

/** Carries out all scenarios at the same time, each on a database and with servers of its own. */
export function runOutages(scenarios: readonly Scenario[], options: OutageOptions): Promise<OutageResult[]> {
  return Promise.all(
    scenarios.map(async (scenario) => {
      const database = await options.createDatabase()
      const result = await tryOutage(scenario, { database, seconds: options.seconds })
      await database.drop()
      options.done?.(result)
      return result
    }),
  )
}

async function tryOutage(scenario: Scenario, setting: OutageSetting): Promise<OutageResult> {
  try {
    const views = await runOutage(scenario, setting)
    const violations = views.flatMap((view, number) =>
      checkOutage(view).map((violation) => `answer ${number}: ${violation}`),
    )
    return { scenario, facts: views.map(factsOf), violations }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { scenario, facts: [], violations: [`it could not be carried out: ${reason}`] }
  }
}

function factsOf({ streams, prompt, rows, answer, endedMs }: OutageView): string {
  const status = streams.find(({ id }) => id === prompt.streamId)?.status ?? 'missing'
  const units = rows.find(({ id }) => id === prompt.streamId)?.content.length ?? 0
  const when = endedMs === null ? 'no end' : `its end ${Math.round(endedMs)} ms after the outage`
  return `${status} with ${units} of ${answer.length}, ${when}`
}
