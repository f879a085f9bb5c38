import { type CrashPostgres, startCrashPostgres } from './crash-postgres.ts'
import { runOutages } from './outage/run-outages.ts'
import { SCENARIOS } from './outage/scenarios.ts'
import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { pointsOf } from './points.ts'
import { formatOutage, formatPoint, formatTotal } from './report.ts'
import { runPoints } from './run-points.ts'

type Command<Name> = Extract<Options, { command: Name }>

// `pnpm crash`: servers killed at every moment of an answer, or in an outage, and proof that each promise was kept.
try {
  if (!(await run(parseOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function run(options: Options): Promise<boolean> {
  await using postgres = await startCrashPostgres()
  return await (options.command === 'outage' ? outage(postgres, options) : points(postgres, options))
}

async function points({ createDatabase }: CrashPostgres, options: Command<'points'>): Promise<boolean> {
  const startedAt = performance.now()
  const results = await runPoints(pointsOf(options.modes, options.moments), {
    createDatabase,
    atOnce: options.atOnce,
    done: (result) => console.log(formatPoint(result)),
  })
  console.log(formatTotal(results, (performance.now() - startedAt) / 1000))
  return results.every(({ violations }) => violations.length === 0)
}

async function outage({ createDatabase }: CrashPostgres, options: Command<'outage'>): Promise<boolean> {
  const { scenarios, seconds } = options
  const results = await runOutages(
    SCENARIOS.filter(({ name }) => scenarios.includes(name)),
    { createDatabase, seconds, done: (result) => console.log(formatOutage(result)) },
  )
  const violations = results.flatMap((result) => result.violations)
  console.log(`Total: ${results.length} outages of ${seconds} s | ${violations.length} violations`)
  return violations.length === 0
}
