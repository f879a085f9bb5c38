import type postgres from 'postgres'
import { asMover } from './as-mover.ts'

/** Which sessions a step is for. A per cent is always the same sessions, and a greater one has those of a smaller. */
export type Choice = { session: string } | { percent: number }

const PAGE = 500

/** Their ids, in key order, a page at a time. */
export async function* sessionsOf(sql: postgres.Sql, choice: Choice): AsyncGenerator<string[]> {
  if ('session' in choice) return yield [choice.session]
  for (let after = ''; ; ) {
    const page = await asMover(
      sql,
      (tx) => tx<{ id: string; chosen: boolean }[]>`
        select id, (hashtextextended(id, 0) & 9223372036854775807) % 100 < ${choice.percent} as chosen
        from chat_sessions where id > ${after} order by id limit ${PAGE}`,
    )
    const last = page.at(-1)
    if (!last) return
    yield page.filter(({ chosen }) => chosen).map(({ id }) => id)
    after = last.id
  }
}

/** How many they are. */
export async function countSessions(sql: postgres.Sql, choice: Choice): Promise<number> {
  if ('session' in choice) return 1
  const [row] = await asMover(
    sql,
    (tx) => tx<{ count: number }[]>`
      select count(*)::int as count from chat_sessions
      where (hashtextextended(id, 0) & 9223372036854775807) % 100 < ${choice.percent}`,
  )
  return row?.count ?? 0
}
