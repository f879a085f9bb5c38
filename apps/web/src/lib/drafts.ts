import { DraftSlots } from './draft-slots.ts'
import { keptIds, keptKey } from './kept.ts'
import { storage } from './storage.ts'
import type { Store } from './store.ts'

const SLOT = 'duck.slot'

/**
 * What one user typed and did not send, by session, shown in all tabs of the browser. Each tab writes to a slot of its own, so that
 * none overwrites what was typed in another; a slot outlives its tab. Written at every key: a crash loses nothing.
 */
export class Drafts {
  readonly #owner: Store<string | null>
  readonly #slot = slotOfTab()
  readonly #sessions = new Map<string, DraftSlots>()
  readonly #listeners = new Set<() => void>()

  constructor(owner: Store<string | null>) {
    this.#owner = owner
    addEventListener('storage', this.#hear)
    addEventListener('blur', this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get(sessionId: string): string {
    return this.#of(sessionId).text
  }

  /** Whether it was typed in another tab. */
  isOthers(sessionId: string): boolean {
    return this.#of(sessionId).isOthers
  }

  /** A person typed, cleared or sent it here. */
  set(sessionId: string, text: string): void {
    if (text === this.get(sessionId)) return
    for (const slot of this.#of(sessionId).type(text)) this.#write(sessionId, slot)
    this.#tell()
  }

  /** All that is not blank, also of sessions that this tab does not show. */
  all(): string[] {
    const sessions = keptIds(this.#owner.get(), 'draft').map((id) => partsOf(id)[0])
    const texts = [...new Set(sessions)].flatMap((sessionId) => this.#of(sessionId).all())
    return texts.filter((text) => text.trim() !== '')
  }

  /** Reads anew what is stored: it is another user's now, or more of it. */
  reread(): void {
    for (const sessionId of this.#sessions.keys()) this.#read(sessionId, this.#of(sessionId))
    this.#tell()
  }

  /** Nothing is kept or heard from now on. */
  close(): void {
    removeEventListener('storage', this.#hear)
    removeEventListener('blur', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
    for (const slots of this.#sessions.values()) slots.close()
    this.#sessions.clear()
  }

  /** Another tab has written. */
  readonly #hear = ({ key, newValue }: StorageEvent): void => {
    const prefix = keptKey(this.#owner.get(), 'draft', '')
    if (!key?.startsWith(prefix)) return
    const [sessionId, slot] = partsOf(key.slice(prefix.length))
    const slots = this.#sessions.get(sessionId)
    if (!slots) return
    if (slots.hear(slot, newValue)) this.#write(sessionId, this.#slot)
    this.#tell()
  }

  readonly #look = (): void => {
    for (const slots of this.#sessions.values()) slots.look()
  }

  #of(sessionId: string): DraftSlots {
    const known = this.#sessions.get(sessionId)
    if (known) return known
    const changed = (ownToo: boolean) => {
      if (ownToo) this.#write(sessionId, this.#slot)
      this.#tell()
    }
    const slots = new DraftSlots(this.#slot, { isAttended, changed })
    this.#sessions.set(sessionId, slots)
    this.#read(sessionId, slots)
    return slots
  }

  #read(sessionId: string, slots: DraftSlots): void {
    for (const id of keptIds(this.#owner.get(), 'draft')) {
      const [session, slot] = partsOf(id)
      if (session === sessionId) slots.read(slot, storage.read(keptKey(this.#owner.get(), 'draft', id)))
    }
  }

  #write(sessionId: string, slot: string): void {
    const id = slot === '' ? sessionId : `${sessionId}.${slot}`
    storage.write(keptKey(this.#owner.get(), 'draft', id), this.#of(sessionId).stored(slot))
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function isAttended(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus()
}

/** The session and the slot; an older version of the page had one slot only, without a name. */
function partsOf(id: string): [sessionId: string, slot: string] {
  const [sessionId = '', slot = ''] = id.split('.')
  return [sessionId, slot]
}

/** The same after a reload. */
function slotOfTab(): string {
  try {
    const slot = sessionStorage.getItem(SLOT) ?? Math.random().toString(36).slice(2)
    sessionStorage.setItem(SLOT, slot)
    return slot
  } catch {
    return Math.random().toString(36).slice(2)
  }
}
