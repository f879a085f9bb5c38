import { must } from '@duck/protocol'
import type postgres from 'postgres'
import type { Contender } from './contender.ts'
import { type JsonMessage, jsonArrays } from './json-arrays.ts'
import { nextJsonMessage } from './next-json-message.ts'

export const JSON_REWRITE = 'JSONB rewrite'

/** As the app was before: reads the whole array, adds the message, and sends the whole array back. */
export function jsonRewrite(
  sql: postgres.Sql,
  size: { messages: number; arrays: number },
): Promise<Contender> {
  return jsonArrays(sql, {
    ...size,
    name: JSON_REWRITE,
    table: `json_rewrite_${size.messages}`,
    async append(table, id) {
      const [row] = await sql<
        { messages: JsonMessage[] }[]
      >`select messages from ${sql(table)} where id = ${id}`
      const whole = JSON.stringify([...must(row, 'the array').messages, nextJsonMessage()])
      await sql`update ${sql(table)} set messages = ${whole}::text::jsonb where id = ${id}`
    },
  })
}
