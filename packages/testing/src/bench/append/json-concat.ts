import type postgres from 'postgres'
import type { Contender } from './contender.ts'
import { jsonArrays } from './json-arrays.ts'
import { nextJsonMessage } from './next-json-message.ts'

/** Sends only the message, which Postgres adds to the array: it still writes the whole array anew. */
export function jsonConcat(
  sql: postgres.Sql,
  size: { messages: number; arrays: number },
): Promise<Contender> {
  return jsonArrays(sql, {
    ...size,
    name: 'JSONB concatenation',
    table: `json_concat_${size.messages}`,
    async append(table, id) {
      const message = JSON.stringify(nextJsonMessage())
      await sql`update ${sql(table)} set messages = messages || ${message}::text::jsonb where id = ${id}`
    },
  })
}
