import { keptIds, keptKey } from './kept.ts'
import { storage } from './storage.ts'
import { createStore, type Store } from './store.ts'
import type { Unsent } from './unsent.ts'

/** A message that was finally not sent, kept with its text until the person decides. */
export interface Refused extends Unsent {
  reason: string
}

export interface RefusedStore {
  readonly store: Store<readonly Refused[]>
  add: (refused: Refused) => void
  remove: (id: string) => void
  /** Reads anew what is stored: it is another user's now, or more of it. */
  reread: () => void
  /** Hears no more of other tabs. */
  close: () => void
}

/** The owner's, in all tabs of the browser: each message has an entry of its own, so that no tab overwrites another's. */
export function createRefusedStore(owner: Store<string | null>): RefusedStore {
  const stored = () =>
    keptIds(owner.get(), 'refused').flatMap((id) => read(keptKey(owner.get(), 'refused', id)))
  const store = createStore<readonly Refused[]>(inOrder(stored()))
  const without = (id: string) => store.get().filter((other) => other.id !== id)
  const keyOf = (id: string) => keptKey(owner.get(), 'refused', id)
  const hear = ({ key, newValue }: StorageEvent) => {
    if (!key?.startsWith(keyOf(''))) return
    const id = key.slice(keyOf('').length)
    store.set(inOrder([...without(id), ...parsed(newValue)]))
  }
  addEventListener('storage', hear)
  return {
    store,
    add: (refused) => {
      store.set(inOrder([...without(refused.id), refused]))
      storage.write(keyOf(refused.id), JSON.stringify(refused))
    },
    remove: (id) => {
      if (without(id).length === store.get().length) return
      store.set(without(id))
      storage.write(keyOf(id), null)
    },
    reread: () => store.set(inOrder(stored())),
    close: () => removeEventListener('storage', hear),
  }
}

function read(key: string): Refused[] {
  return parsed(storage.read(key))
}

function parsed(json: string | null): Refused[] {
  try {
    const value: unknown = JSON.parse(json ?? 'null')
    return isRefused(value) ? [value] : []
  } catch {
    return []
  }
}

/** Ids are made in the order of typing. */
function inOrder(refused: readonly Refused[]): Refused[] {
  return refused.toSorted((a, b) => a.id.localeCompare(b.id))
}

function isRefused(value: unknown): value is Refused {
  if (typeof value !== 'object' || value === null) return false
  return ['sessionId', 'id', 'streamId', 'content', 'reason'].every(
    (name) => typeof Reflect.get(value, name) === 'string',
  )
}
