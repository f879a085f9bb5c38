import type { Role } from '@duck/protocol'
import type { Db } from '../db.ts'
import { run } from '../run.ts'

export interface ContextTurn {
  id: string
  role: Role
  content: string
}

/**
 * The turns a model is asked with, oldest first, the prompt last: the active line up to the prompt with each
 * earlier prompt followed by its answer; none when the prompt is not the user's. `mostMessages` bounds how far up the line it looks.
 */
export async function getMessageContext(
  db: Db,
  { userId, promptId }: { userId: string; promptId: string },
  mostMessages: number,
): Promise<ContextTurn[]> {
  return run(
    db,
    (sql) => sql<ContextTurn[]>`
      select id, role, content from get_message_context(${userId}, ${promptId}, ${mostMessages})`,
    { userId },
  )
}
