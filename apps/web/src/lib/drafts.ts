import { useSyncExternalStore } from 'react'
import { storage } from './storage.ts'

const WRITE_AFTER_MS = 250

const texts = new Map<string, string>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

/** What is typed and not sent, by session; it survives a reload. */
export const drafts = {
  get(sessionId: string): string {
    const known = texts.get(sessionId)
    if (known !== undefined) return known
    const stored = storage.read(keyOf(sessionId)) ?? ''
    texts.set(sessionId, stored)
    return stored
  },
  set(sessionId: string, text: string): void {
    texts.set(sessionId, text)
    clearTimeout(timers.get(sessionId))
    timers.set(
      sessionId,
      setTimeout(() => flush(sessionId), WRITE_AFTER_MS),
    )
    for (const listener of listeners) listener()
  },
  /** Writes now what a timer would write later: the page may be gone by then. */
  flushAll(): void {
    for (const sessionId of timers.keys()) flush(sessionId)
  },
}

export function useDraft(sessionId: string): string {
  return useSyncExternalStore(subscribe, () => drafts.get(sessionId))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function flush(sessionId: string): void {
  clearTimeout(timers.get(sessionId))
  timers.delete(sessionId)
  storage.write(keyOf(sessionId), texts.get(sessionId) || null)
}

function keyOf(sessionId: string): string {
  return `duck.draft.${sessionId}`
}
