import { randomBytes } from 'node:crypto'
import { type ApiKey, DuckError, LIMITS, uuidv7 } from '@duck/protocol'
import { isoTime } from '../iso-time.ts'
import { type AuthDb, runAuth, transactAuth } from './auth-db.ts'
import { digestOf } from './identity.ts'

interface Row {
  id: string
  name: string
  lastFour: string
  createdAt: Date
  lastUsedAt: Date | null
}

/** By this an API key is told from other tokens, and found by those who look for leaked ones. */
export const API_KEY_PREFIX = 'dk_'

/**
 * Makes a key, which is given this once and stored as its digest.
 *
 * @throws TOO_MANY_REQUESTS `too-many-keys`
 */
export async function createApiKey(
  db: AuthDb,
  { userId, name }: { userId: string; name: string },
): Promise<{ apiKey: ApiKey; key: string }> {
  const key = API_KEY_PREFIX + randomBytes(32).toString('base64url')
  const [row] = await transactAuth(db, async (sql) => {
    // One at a time, so that each sees the ones before it.
    await sql`select from auth.people where id = ${userId} for update`
    return sql<Row[]>`
      insert into auth.api_keys (id, user_id, name, digest, last_four)
      select ${uuidv7()}, ${userId}, ${name}, ${digestOf(key)}, ${key.slice(-4)}
      where (select count(*) from auth.api_keys where user_id = ${userId}) < ${LIMITS.apiKeysPerUser}
      returning id, name, last_four as "lastFour", created_at as "createdAt", last_used_at as "lastUsedAt"`
  })
  if (!row)
    throw new DuckError('TOO_MANY_REQUESTS', `There are ${LIMITS.apiKeysPerUser} API keys already.`, {
      reason: 'too-many-keys',
    })
  return { apiKey: toApiKey(row), key }
}

/** The user's, newest first. */
export async function listApiKeys(db: AuthDb, userId: string): Promise<ApiKey[]> {
  const rows = await runAuth(
    db,
    (sql) => sql<Row[]>`
      select id, name, last_four as "lastFour", created_at as "createdAt", last_used_at as "lastUsedAt"
      from auth.api_keys where user_id = ${userId} order by id desc`,
  )
  return rows.map(toApiKey)
}

/** @throws NOT_FOUND */
export async function revokeApiKey(
  db: AuthDb,
  { userId, id }: { userId: string; id: string },
): Promise<void> {
  const rows = await runAuth(
    db,
    (sql) => sql`delete from auth.api_keys where id = ${id} and user_id = ${userId} returning id`,
  )
  if (rows.length === 0) throw new DuckError('NOT_FOUND', 'There is no such API key.')
}

function toApiKey({ createdAt, lastUsedAt, ...row }: Row): ApiKey {
  return { ...row, createdAt: isoTime(createdAt), lastUsedAt: lastUsedAt && isoTime(lastUsedAt) }
}
