import { setTimeout as pause } from 'node:timers/promises'
import { DuckError } from '@duck/protocol'
import type { AppendInput } from '@duck/store'
import type postgres from 'postgres'
import { type RawRow, toMessage } from '../run/read-final-rows.ts'
import type { Append } from './append-ways.ts'
import { inDuckErrors, openPool } from './broken-function.ts'

interface Batch {
  inputs: AppendInput[]
  rows: Promise<RawRow[]>
}

const GATHERS_FOR_MS = 10

/** Gathers what comes for a session in a moment into one call of the variant's `broken_append_batch`. */
export function brokenBatch(url: string): Append {
  const sql = openPool(url)
  const batches = new Map<string, Batch>()
  return async (input) => {
    const open = batches.get(input.sessionId)
    if (open) open.inputs.push(input)
    const batch = open ?? gather(sql, batches, input)
    const row = (await inDuckErrors(() => batch.rows)).find(({ id }) => id === input.id)
    if (row?.content !== input.content || row.session_id !== input.sessionId)
      throw new DuckError('CONFLICT', 'The id is taken by something else.', { reason: 'id-reused' })
    return { message: toMessage(row), replay: false }
  }
}

function gather(sql: postgres.Sql, batches: Map<string, Batch>, first: AppendInput): Batch {
  const { sessionId } = first
  const inputs = [first]
  const send = async () => {
    await pause(GATHERS_FOR_MS)
    batches.delete(sessionId)
    const rows = JSON.stringify(inputs.map(({ id, role, content }) => ({ id, role, content })))
    return await sql<RawRow[]>`select * from broken_append_batch(${sessionId}, ${rows}::text::jsonb)`
  }
  const batch = { inputs, rows: send() }
  batches.set(sessionId, batch)
  return batch
}
