import type { Services } from './services.ts'

/** Keeps what is on its way among what was not sent, under its user, and writes what is typed: the page is about to go. */
export function setAside({ unsent, unborn, refused, drafts }: Services, reason: string): void {
  for (const message of unsent.get())
    refused.add({ ...message, begins: unborn.get().has(message.sessionId), reason })
  drafts.flushAll()
}
