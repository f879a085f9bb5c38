import { DuckError } from './errors.ts'
import type { Message } from './message.ts'

/**
 * The parent of a client's message: none asked for is the head, null makes a new first message, and any other must
 * be a message of the same session.
 *
 * @throws BAD_REQUEST field `parentId`.
 */
export function parentOf(
  messages: readonly Pick<Message, 'id'>[],
  headId: string | null,
  asked: string | null | undefined,
): string | null {
  if (asked === undefined) return headId
  if (asked !== null && !messages.some(({ id }) => id === asked))
    throw new DuckError('BAD_REQUEST', 'The parent is not in this session.', { field: 'parentId' })
  return asked
}
