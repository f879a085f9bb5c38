import { must } from '@duck/protocol'
import { type Appended, type AppendInput, toDuckError } from '@duck/store'
import postgres from 'postgres'
import { type RawRow, toMessage } from '../run/read-final-rows.ts'
import type { Append } from './append-ways.ts'

/** Calls the variant's `broken_append` in place of the product's function. */
export function brokenFunction(url: string): Append {
  const sql = openPool(url)
  return (input) => inDuckErrors(() => callBrokenAppend(sql, input))
}

export function openPool(url: string, { prepare = true } = {}): postgres.Sql {
  return postgres(url, { max: 10, prepare, fetch_types: false, backoff: () => 0.2, onnotice: () => {} })
}

export async function callBrokenAppend(
  sql: postgres.Sql | postgres.TransactionSql,
  input: AppendInput,
): Promise<Appended> {
  const metadata = JSON.stringify(input.metadata ?? {})
  const [row] = await sql<RawRow[]>`
    select * from broken_append(${input.userId}, ${input.sessionId}, ${input.id}, ${input.role},
      ${input.content}, ${metadata}::text::jsonb, ${input.expectedMessageCount ?? null})`
  return { message: toMessage(must(row, 'appended row')), replay: false }
}

export async function inDuckErrors<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    throw toDuckError(error)
  }
}
