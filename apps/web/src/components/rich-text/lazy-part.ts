import { createContext, useContext, useEffect, useSyncExternalStore } from 'react'

/** Code that is fetched when it is first needed. A fetch that failed is made again for another answer, never for the same. */
export interface LazyPart<T> {
  /** The part, or null while it is not there. */
  now: () => T | null
  /** Fetches it if need be, on behalf of an answer. */
  want: (answer: object) => void
  subscribe: (listener: () => void) => () => void
}

/** The answer that is being shown: it stands for itself alone. */
export const AnswerIdentity = createContext<object>({})

export function createLazyPart<T>(load: () => Promise<T>): LazyPart<T> {
  const listeners = new Set<() => void>()
  let part: T | null = null
  let askedFor: object | null = null
  let loading = false
  const fetchIt = async () => {
    loading = true
    try {
      part = await load()
      for (const listener of listeners) listener()
    } catch {
      // An older tab against a newer server: the file is gone, and what would need it stays plain.
    } finally {
      loading = false
    }
  }
  return {
    now: () => part,
    want(answer) {
      if (part !== null || loading || askedFor === answer) return
      askedFor = answer
      void fetchIt()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** The part once it is there, else null; fetched when `wanted`. */
export function useLazyPart<T>(part: LazyPart<T>, wanted = true): T | null {
  const answer = useContext(AnswerIdentity)
  useEffect(() => {
    if (wanted) part.want(answer)
  }, [part, wanted, answer])
  return useSyncExternalStore(part.subscribe, part.now, part.now)
}
