import type { Message } from '@duck/protocol'
import type { MessageAppend } from '@duck/protocol/schemas'
import { type Appended, appendMessage as append } from '@duck/store'
import type { Call } from '../context.ts'
import { announceAppend } from './announce-append.ts'

/**
 * Appends one message at the end of its session, at most once per id; asks for no answer.
 *
 * @throws NOT_FOUND; CONFLICT `id-reused` or `message-count`; BAD_REQUEST `parentId`; SERVICE_UNAVAILABLE, after
 *   which the same id may be sent again; TOO_MANY_REQUESTS `rate`.
 */
export async function appendMessage({ ctx, input }: Call<MessageAppend>): Promise<Message> {
  return (await appendMessageOnce({ ctx, input })).message
}

/** As appendMessage, and whether the row was there before. */
export async function appendMessageOnce({ ctx, input }: Call<MessageAppend>): Promise<Appended> {
  ctx.appendRate.take(ctx.actor.userId)
  const appended = await append(ctx.db, { ...input, userId: ctx.actor.userId })
  if (!appended.replay) announceAppend(ctx, appended.message)
  return appended
}
