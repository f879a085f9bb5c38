import { storage } from './storage.ts'
import { createStore, type Store } from './store.ts'

/** A message the server finally refused, kept with its text until the person decides. */
export interface Refused {
  sessionId: string
  id: string
  streamId: string
  content: string
  model: string | null
  reason: string
}

const KEY = 'duck.refused'

export interface RefusedStore {
  readonly store: Store<readonly Refused[]>
  add: (refused: Refused) => void
  remove: (id: string) => void
}

export function createRefusedStore(): RefusedStore {
  const store = createStore<readonly Refused[]>(restore(storage.read(KEY)))
  const set = (next: readonly Refused[]) => {
    store.set(next)
    storage.write(KEY, next.length === 0 ? null : JSON.stringify(next))
  }
  return {
    store,
    add: (refused) => set([...store.get().filter(({ id }) => id !== refused.id), refused]),
    remove: (id) => {
      if (store.get().some((other) => other.id === id)) set(store.get().filter((other) => other.id !== id))
    },
  }
}

function restore(json: string | null): Refused[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]')
    return Array.isArray(value) ? value.filter(isRefused) : []
  } catch {
    return []
  }
}

function isRefused(value: unknown): value is Refused {
  if (typeof value !== 'object' || value === null) return false
  return ['sessionId', 'id', 'streamId', 'content', 'reason'].every(
    (name) => typeof Reflect.get(value, name) === 'string',
  )
}
