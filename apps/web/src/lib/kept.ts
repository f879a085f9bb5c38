import { storage } from './storage.ts'

/**
 * What a browser keeps of somebody's in localStorage: `draft` what is typed, by session; `unsent` what is on its way into the
 * outbox, by message, and `outbox` whether anything is in it; `refused` what an older version did not get sent.
 */
export type Kept = 'draft' | 'unsent' | 'outbox' | 'refused'

/** Who has typed before it is known who that is. */
const NOBODY = 'nobody'
const PREFIX = 'duck.user.'
// Of the time before there were users.
const OLD_DRAFT = 'duck.draft.'
const OLD_REFUSED = 'duck.refused'

/** Where localStorage keeps one thing of a user's; `null` is somebody who is not known yet. */
export function keptKey(userId: string | null, kept: Kept, id: string): string {
  return `${PREFIX}${userId ?? NOBODY}.${kept}.${id}`
}

/** The ids of all of that kind. */
export function keptIds(userId: string | null, kept: Kept): string[] {
  const prefix = keptKey(userId, kept, '')
  return storage.keys(prefix).map((key) => key.slice(prefix.length))
}

/** Whether text of the user's that was not sent lies in this browser. */
export function hasKept(userId: string): boolean {
  return storage.keys(ofUser(userId)).length > 0
}

/** Takes everything of a user's out of this browser. */
export function wipeKept(userId: string | null): void {
  for (const key of storage.keys(ofUser(userId))) storage.write(key, null)
}

/** Gives everything of one to another, who is the same person. */
export function moveKept(from: string | null, to: string): void {
  const prefix = ofUser(from)
  for (const key of storage.keys(prefix)) move(key, ofUser(to) + key.slice(prefix.length))
  if (from !== null) return
  for (const key of storage.keys(OLD_DRAFT)) move(key, keptKey(to, 'draft', key.slice(OLD_DRAFT.length)))
  storage.write(OLD_REFUSED, null)
}

function move(from: string, to: string): void {
  const value = storage.read(from)
  // One of the two was typed last, and nobody knows which; the one that is there is not taken away.
  if (value !== null && storage.read(to) === null) storage.write(to, value)
  storage.write(from, null)
}

function ofUser(userId: string | null): string {
  return `${PREFIX}${userId ?? NOBODY}.`
}
