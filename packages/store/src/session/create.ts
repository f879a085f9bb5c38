import { DuckError, type Session } from '@duck/protocol'
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { run } from '../run.ts'
import { chatSessions } from '../schema/tables.ts'
import { sessionColumns, toSession } from './columns.ts'
import { writeSettings } from './write-settings.ts'

export interface CreateInput {
  userId: string
  id: string
  title?: string | null | undefined
  model?: string | null | undefined
  systemPrompt?: string | null | undefined
}

/**
 * Creates a session. One of the user's with the same id and settings is given back as it is.
 *
 * @throws CONFLICT `id-reused` when the id is taken by another's, a deleted one or one with other settings.
 */
export async function createSession(
  db: Db,
  input: CreateInput,
): Promise<{ session: Session; replay: boolean }> {
  const title = input.title ?? null
  const settings = { title, model: input.model ?? null, systemPrompt: input.systemPrompt ?? null }
  const [created] = await writeSettings(db, (tx) =>
    tx
      .insert(chatSessions)
      .values({ ...settings, id: input.id, userId: input.userId, titleBy: title === null ? null : 'user' })
      .onConflictDoNothing()
      .returning(sessionColumns),
  )
  if (created) return { session: toSession(created), replay: false }

  const [taken] = await run(() =>
    db.orm
      .select({ ...sessionColumns, titleBy: chatSessions.titleBy })
      .from(chatSessions)
      .where(
        and(
          eq(chatSessions.id, input.id),
          eq(chatSessions.userId, input.userId),
          isNull(chatSessions.deletedAt),
        ),
      ),
  )
  if (!taken || !isCreatedBy(settings, taken))
    throw new DuckError('CONFLICT', 'The session id is taken.', { field: 'id', reason: 'id-reused' })
  const { titleBy: _titleBy, ...row } = taken
  return { session: toSession(row), replay: true }
}

type Settings = Pick<Session, 'title' | 'model' | 'systemPrompt'>

/** A title that a model gave since is no difference to a session that was created without one. */
function isCreatedBy(given: Settings, taken: Settings & { titleBy: 'user' | 'model' | null }): boolean {
  const title = taken.titleBy === 'model' ? null : taken.title
  return title === given.title && taken.model === given.model && taken.systemPrompt === given.systemPrompt
}
