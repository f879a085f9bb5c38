import { tmpdir } from 'node:os'
import postgres from 'postgres'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'
import { OLD_TABLE } from '../legacy/create-legacy-database.ts'
import { fire } from './fire.ts'
import { parseOptions, USAGE } from './parse-options.ts'
import { formatReport } from './report.ts'

// `pnpm under-fire`: an old app that goes on writing while its arrays become rows, and an oracle that knows what it wrote.
try {
  const { seed, seconds, kills } = parseOptions(process.argv.slice(2))
  const began = performance.now()
  const database = await startThrowAwayPostgres({}, tmpdir())
  try {
    const sql = postgres(database.url, { max: 1, onnotice() {} })
    await sql.unsafe(OLD_TABLE)
    await sql.end()
    const found = await fire({
      url: database.url,
      seed,
      size: { sessions: 150, longest: 990, huge: 50_000, large: 5_000_000 },
      aloneMs: seconds * 250,
      besideMs: seconds * 750,
      writers: 6,
      kills,
    })
    console.log(formatReport(found, { seed, seconds: (performance.now() - began) / 1000 }))
    if (found.faults.length > 0 || found.changedAgain > 0) process.exitCode = 1
  } finally {
    await database.stop()
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}
