import { startHistoryPostgres } from '../history/run/history-postgres.ts'
import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { formatResult, formatTotal, isFaultless, type PartResult } from './report.ts'
import { runPart } from './run-part.ts'
import { openStage } from './stage/open-stage.ts'

// `pnpm resume`: subscriptions that are cut anywhere, two servers that are killed, and proof that no tab lost anything.
try {
  if (!(await runAll(parseOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function runAll(options: Options): Promise<boolean> {
  await using postgres = await startHistoryPostgres()
  const results: PartResult[] = []
  for (const seed of options.seeds)
    for (const way of options.ways)
      for (const part of options.parts) {
        // A stage of its own: what one part leaves running is none of the next one's.
        const { adminUrl, appUrl } = await postgres.createDatabase(`resume_${seed}_${way}_${part}`)
        await using stage = await openStage({ adminUrl, appUrl, pooled: way === 'pgbouncer' })
        const startedAt = performance.now()
        const verdict = await runPart(stage, part, seed, options)
        const result = { seed, part, way, verdict, seconds: (performance.now() - startedAt) / 1000 }
        console.log(formatResult(result))
        results.push(result)
      }
  console.log(formatTotal(results))
  return results.every(isFaultless)
}
