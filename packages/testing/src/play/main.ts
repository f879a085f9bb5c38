import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { startThrowAwayPostgres } from '../database/throw-away-postgres.ts'
import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { play } from './play.ts'
import { readConversations } from './read-conversations.ts'
import { formatReport, isFaultless } from './report.ts'

// `pnpm play`: conversations of a file through the running product, and proof that every one of them is there.
const startedAt = performance.now()
try {
  if (!(await playFile(parseOptions(process.argv.slice(2))))) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function playFile({ file, typed, limit }: Options): Promise<boolean> {
  const { conversations, leftOut } = readConversations(await readFile(file, 'utf8'), limit)
  const database = await startThrowAwayPostgres({}, tmpdir())
  try {
    const result = await play({ conversations, databaseUrl: database.url, typed })
    const seconds = (performance.now() - startedAt) / 1000
    console.log(formatReport({ file, leftOut, result, seconds }))
    return isFaultless(result)
  } finally {
    await database.stop()
  }
}
