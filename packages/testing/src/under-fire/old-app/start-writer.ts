import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import type { Random } from '../../random/random.ts'
import { pickMove } from './moves.ts'

export const OLD_APP = 'old app'

export interface Writing {
  /** How long each write of an array of at most 1,000 elements took, in milliseconds. */
  waits: number[]
  /** What it met: an old app knows nothing of any of it. */
  errors: string[]
}

export interface WriterOptions {
  url: string
  sessionIds: readonly string[]
  random: Random
  writing: Writing
  signal: AbortSignal
}

/** Somebody at the old app, until told to end: reads an array, thinks, and writes it back whole, whatever came between. */
export async function startWriter({
  url,
  sessionIds,
  random,
  writing,
  signal,
}: WriterOptions): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice() {}, connection: { application_name: OLD_APP } })
  try {
    while (!signal.aborted) {
      const turn = random.chance(0.03) ? newSession : random.chance(0.005) ? deleteSession : rewrite
      // A session that is cut over refuses, which is what it is for.
      await turn({ sql, sessionIds, random, writing }).catch((error: Error & { code?: string }) => {
        if (error.code !== 'QK410') writing.errors.push(`${error.code ?? ''} ${error.message}`)
      })
    }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

interface Turn extends Pick<WriterOptions, 'sessionIds' | 'random' | 'writing'> {
  sql: postgres.Sql
}

async function rewrite({ sql, sessionIds, random, writing }: Turn): Promise<void> {
  // Some are written far more than others.
  const place = Math.floor(random.next() ** 3 * sessionIds.length)
  const id = sessionIds[place] ?? ''
  const [row] = await sql<{ messages: unknown }[]>`select messages from chat_sessions where id = ${id}`
  if (!row) return
  const read = Array.isArray(row.messages) ? (row.messages as unknown[]) : []
  for (const version of pickMove(read, random)(read, random)) {
    await pause(random.between(0, 4))
    const began = performance.now()
    await write(sql, id, version)
    if (!Array.isArray(version) || version.length <= 1_000) writing.waits.push(performance.now() - began)
  }
}

async function write(sql: postgres.Sql, id: string, version: unknown): Promise<void> {
  const json = JSON.stringify(version)
  await sql`update chat_sessions set messages = ${json}::text::jsonb, updated_at = now() where id = ${id}`
}

async function newSession({ sql, random }: Turn): Promise<void> {
  const messages = JSON.stringify([{ role: 'user', content: `new ${random.between(0, 1e6)}` }])
  await sql`
    insert into chat_sessions (id, user_id, messages)
    values (${`new-${random.uuid()}`}, 'local', ${messages}::text::jsonb)`
}

async function deleteSession({ sql, random }: Turn): Promise<void> {
  await sql`delete from chat_sessions where id = (
    select id from chat_sessions where id like 'new-%' order by id offset ${random.between(0, 5)} limit 1)`
}
