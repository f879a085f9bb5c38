import type { Message } from '@duck/protocol'
import { titleSession } from '@duck/store'
import type { Context } from '../context.ts'
import { titleFromText } from '../session/title-from-text.ts'
import { publishChange } from '../sync/publish-change.ts'

/** After the commit: tells the user's tabs. The first message also names a session that has no title. */
export function announceAppend(ctx: Context, { sessionId, id, messageIndex, content, role }: Message): void {
  publishChange(ctx, ctx.actor.userId, { sessionId, messageCount: messageIndex + 1, headId: id })
  if (messageIndex === 0 && role === 'user') void nameSession(ctx, sessionId, content)
}

async function nameSession(ctx: Context, sessionId: string, content: string): Promise<void> {
  const title = titleFromText(content)
  if (title === null) return
  try {
    const { userId } = ctx.actor
    if (await titleSession(ctx.db, userId, sessionId, title))
      ctx.feed.publish(userId, { type: 'sessions-changed' })
  } catch {
    ctx.log.warn({ sessionId }, 'session not named')
  }
}
