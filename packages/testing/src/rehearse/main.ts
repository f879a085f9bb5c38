import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'
import { readRecords } from '../play/read-conversations.ts'
import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { rehearse } from './rehearse.ts'
import { formatReport, isFaultless } from './report.ts'

// `pnpm rehearse`: a legacy move with the conversations of a file, there, back and there again, and proof of each step.
const startedAt = performance.now()
try {
  if (!(await rehearseFile(parseOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function rehearseFile({ file, limit, seed }: Options): Promise<boolean> {
  const records = readRecords(await readFile(file, 'utf8'), limit)
  const database = await startThrowAwayPostgres({}, tmpdir())
  try {
    const result = await rehearse({ records, databaseUrl: database.url, seed })
    const seconds = (performance.now() - startedAt) / 1000
    console.log(formatReport(result, { file, seconds }))
    return isFaultless(result)
  } finally {
    await database.stop()
  }
}
