import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import type { StatementOrder } from './run-statement.ts'

// A process of its own, so that neither the load nor the record of it depends on these connections.
const { url, statement, parameters, ms } = JSON.parse(
  process.env.DUCK_HISTORY_STATEMENT ?? '',
) as StatementOrder
const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => {} })
await sql.begin(async (tx) => {
  const rows = await tx.unsafe(statement, parameters)
  if (rows.length > 0) process.stdout.write('taken\n')
  await pause(ms)
})
process.exit()
