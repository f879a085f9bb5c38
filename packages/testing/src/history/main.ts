import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { formatRun, formatTotal, isFaultless, missingFaults } from './report.ts'
import { startHistoryPostgres } from './run/history-postgres.ts'
import type { RunResult } from './run/run-plan.ts'
import { runSeed } from './run/run-seed.ts'

// `pnpm history`: concurrent clients against the product under faults, and proof that its log kept every promise.
try {
  if (!(await runAll(parseOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function runAll({ seeds, targets, appends, clients, users, nemeses }: Options): Promise<boolean> {
  await using server = await startHistoryPostgres()
  const results: RunResult[] = []
  const perSeed = Math.ceil(appends / seeds.length)
  for (const target of targets)
    for (const seed of seeds) {
      const result = await runSeed(server, { seed, target, appends: perSeed, clients, users, nemeses })
      console.log(formatRun(result))
      results.push(result)
    }
  console.log(formatTotal(results))
  const missing = missingFaults(results)
  if (missing.length > 0) console.log(`Never happened: ${missing.join(', ')}.`)
  return results.every(isFaultless) && missing.length === 0
}
