import type { Chat } from '../context.ts'

/** From now on what is under way for the one user concerns the other, at this server. Safe to repeat. */
export function inherit({ feed, answers, peers }: Chat, userId: string, heir: string): void {
  feed.inherit(userId, heir)
  answers.inherit(userId, heir)
  peers.follower.inherit(userId, heir)
}
