import { useSyncExternalStore } from 'react'
import { useServices } from './services.ts'

/** What is typed into a session's composer. */
export function useDraft(sessionId: string): string {
  const { drafts } = useServices()
  return useSyncExternalStore(drafts.subscribe, () => drafts.get(sessionId))
}
