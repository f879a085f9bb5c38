import { DuckError, type Session } from '@duck/protocol'
import { and, eq, isNull } from 'drizzle-orm'
import type { Db } from '../db.ts'
import { chatSessions } from '../schema/tables.ts'
import { asUser, type Transaction } from './as-user.ts'
import { sessionColumns, toSession } from './columns.ts'

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
export function createSession(db: Db, input: CreateInput): Promise<{ session: Session; replay: boolean }> {
  const settings = {
    title: input.title ?? null,
    model: input.model ?? null,
    systemPrompt: input.systemPrompt ?? null,
  }
  return asUser(db, input.userId, async (tx) => {
    const created = await insert(tx, input, settings)
    if (created) return { session: toSession(created), replay: false }
    const taken = await find(tx, input)
    if (!taken || !isCreatedBy(settings, taken))
      throw new DuckError('CONFLICT', 'The session id is taken.', { field: 'id', reason: 'id-reused' })
    const { titleBy: _titleBy, ...row } = taken
    return { session: toSession(row), replay: true }
  })
}

async function insert(tx: Transaction, { id, userId }: CreateInput, settings: Settings) {
  const titleBy = settings.title === null ? null : ('user' as const)
  const [created] = await tx
    .insert(chatSessions)
    .values({ ...settings, id, userId, titleBy })
    .onConflictDoNothing()
    .returning(sessionColumns)
  return created
}

async function find(tx: Transaction, { id, userId }: CreateInput) {
  const [taken] = await tx
    .select({ ...sessionColumns, titleBy: chatSessions.titleBy })
    .from(chatSessions)
    .where(and(eq(chatSessions.id, id), eq(chatSessions.userId, userId), isNull(chatSessions.deletedAt)))
  return taken
}

type Settings = Pick<Session, 'title' | 'model' | 'systemPrompt'>

/** A title that it was given since, by a model or from its text, is no difference to a session created without one. */
function isCreatedBy(given: Settings, taken: Settings & { titleBy: 'user' | 'model' | null }): boolean {
  const title = taken.titleBy === 'user' ? taken.title : null
  return title === given.title && taken.model === given.model && taken.systemPrompt === given.systemPrompt
}
