import { createStore, type Store } from '../store.ts'
import type { Acked, OutboxChannel, OutboxNews } from './outbox-channel.ts'
import {
  type Draft,
  inOrder,
  isRefused,
  NOBODY,
  newEntry,
  type OutboxEntry,
  sameEntry,
  UNPLACED,
} from './outbox-entry.ts'
import type { OutboxStore } from './outbox-store.ts'

/** After which a message that is in no store any more, and of which nothing was heard, is given up. */
const NEWS_MS = 500

export interface OutboxOptions {
  owner: Store<string | null>
  store: OutboxStore
  channel: OutboxChannel
  /** Another tab has got something to the server. */
  onNews: (news: OutboxNews) => void
}

/** Why `ack` rejects: the message was refused, or it is gone because a person took it away, here or in another tab. */
export class NotSent extends Error {
  override readonly name = 'NotSent'
  readonly refused: string | null
  constructor(refused: string | null) {
    super(refused ?? 'It was taken away.')
    this.refused = refused
  }
}

/**
 * What one user sent and the server has not acked, shared by the tabs of the browser. All rests on two rules: a message's id
 * makes its tries one, and it leaves the store only after its ack. So it does not matter which tab sends, or if two do.
 */
export class Outbox {
  /** In the order of sending. */
  readonly entries: Store<readonly OutboxEntry[]> = createStore<readonly OutboxEntry[]>([])
  readonly #given: OutboxOptions
  /** Kept by this tab and not in the store yet. */
  readonly #fresh = new Map<string, OutboxEntry>()
  /** Told of by other tabs, and in no read yet that began after that. */
  readonly #told = new Map<string, OutboxEntry>()
  readonly #acks = new Map<string, PromiseWithResolvers<Acked>>()
  /** Acked as far as this tab knows, whatever the store says. */
  readonly #acked = new Set<string>()
  /** Changes that were begun here, and those of them that the store does not have yet. */
  #changes = 0
  #changing = 0
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(given: OutboxOptions) {
    this.#given = given
    given.channel.onTold((news) => {
      if (news.userId !== this.#userId()) return
      if (news.begun) given.onNews(news)
      if (news.acked) this.#settle(news.acked)
      else if (news.kept) {
        this.#told.set(news.kept.id, news.kept)
        this.#show(this.entries.get())
      } else void this.reread()
    })
  }

  /** Keeps what a person sends: once this returns, no reload loses it. */
  keep(draft: Draft, refused: string | null = null): void {
    const entry = newEntry(this.#userId(), draft, refused)
    this.#fresh.set(entry.id, entry)
    this.#show(this.entries.get())
    void this.#given.store.add(entry).then((placed) => this.#changed({ kept: placed }))
  }

  /** Resolves when the server has the message; rejects with `NotSent`. */
  ack(id: string): Promise<Acked> {
    const known = this.#acks.get(id) ?? Promise.withResolvers<Acked>()
    this.#acks.set(id, known)
    // It may be refused or gone by now, and nothing may happen any more that would tell.
    this.#reject()
    return known.promise
  }

  /** The server has stored it. Nothing waits for the browser to have taken it out of its store. */
  acked(ack: Acked): void {
    this.#settle(ack)
    this.#tell({ acked: ack })
    const next = (entry: OutboxEntry) => (entry.id === ack.message.id ? null : entry)
    this.#given.store.change(this.#userId(), next).catch(() => undefined)
  }

  /** The owner's entries become what `next` makes of them; null takes one out. Other tabs hear of it, and of the news. */
  async change(
    next: (entry: OutboxEntry) => OutboxEntry | null,
    news: Omit<OutboxNews, 'userId'> = {},
  ): Promise<void> {
    for (const known of [this.#fresh, this.#told])
      for (const [id, entry] of known) {
        const changed = next(entry)
        if (changed) known.set(id, changed)
        else known.delete(id)
      }
    // At once, however long the browser takes over it.
    this.#show(this.entries.get().flatMap((entry) => next(entry) ?? []))
    this.#changes++
    this.#changing++
    await this.#given.store.change(this.#userId(), next).catch(() => undefined)
    this.#changing--
    await this.#changed(news)
  }

  /** A refused message goes out after all, under its own id: if it was stored all the same, it stays one message. */
  resend(id: string, model: string | null): Promise<void> {
    return this.change((entry) =>
      entry.id === id ? { ...newEntry(entry.userId, { ...entry, model }), seq: entry.seq } : entry,
    )
  }

  /** Takes one away: a person decided so, or its row stands for it. */
  dismiss(id: string): Promise<void> {
    return this.change((entry) => (entry.id === id ? null : entry))
  }

  /** Everything that waits is refused for that reason. */
  setAside(reason: string): Promise<void> {
    return this.change((entry) => (isRefused(entry) ? entry : { ...entry, refused: reason }))
  }

  /** Gives everything of one user to another, who is the same person and the page's owner from now on. */
  async moveFrom(before: string | null): Promise<void> {
    const userId = this.#userId()
    this.#show(this.entries.get().map((entry) => ({ ...entry, userId })))
    await this.#give(before ?? NOBODY)
    await this.recover()
  }

  /** Takes up what the browser still holds of the owner's. */
  async recover(): Promise<void> {
    await this.#given.store.recover(this.#userId()).catch(() => undefined)
    // The page may have gone between a guest's first message and the moment when it was known who that is.
    if (this.#userId() !== NOBODY) await this.#give(NOBODY)
    await this.reread()
  }

  /** Shows what the store holds now. */
  reread(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#read())
    return this.#turn
  }

  /** Hears no more. */
  close(): void {
    this.#closed = true
    this.#given.channel.close()
  }

  async #give(before: string): Promise<void> {
    const userId = this.#userId()
    await this.#given.store.recover(before).catch(() => undefined)
    await this.#given.store.change(before, (entry) => ({ ...entry, userId })).catch(() => undefined)
  }

  async #changed(news: Omit<OutboxNews, 'userId'> = {}): Promise<void> {
    this.#tell(news)
    await this.reread()
  }

  #tell(news: Omit<OutboxNews, 'userId'>): void {
    if (!this.#closed) this.#given.channel.tell({ userId: this.#userId(), ...news })
  }

  async #read(): Promise<void> {
    const userId = this.#userId()
    const told = [...this.#told.keys()]
    const changes = this.#changes
    // Without an answer what is known stays.
    const stored = await this.#given.store.all(userId).catch(() => null)
    if (!stored || this.#closed || userId !== this.#userId()) return
    // It may be of before a change. What ends the change reads anew.
    if (this.#changing > 0 || changes !== this.#changes) return
    for (const { id } of stored) this.#fresh.delete(id)
    for (const id of told) this.#told.delete(id)
    const known = new Map(this.entries.get().map((entry) => [entry.id, entry]))
    this.#show(stored.map((entry) => unchangedOr(known.get(entry.id), entry)))
    this.#reject()
  }

  #show(stored: readonly OutboxEntry[]): void {
    const byId = new Map<string, OutboxEntry>()
    for (const entry of [...this.#fresh.values(), ...this.#told.values(), ...stored])
      byId.set(entry.id, inPlace(byId.get(entry.id), entry))
    const all = inOrder([...byId.values()]).filter(({ id }) => !this.#acked.has(id))
    const before = this.entries.get()
    if (all.length !== before.length || all.some((entry, at) => entry !== before[at])) this.entries.set(all)
  }

  #settle(ack: Acked): void {
    const { id } = ack.message
    this.#acked.add(id)
    this.#fresh.delete(id)
    this.#told.delete(id)
    this.#show(this.entries.get())
    this.#acks.get(id)?.resolve(ack)
    this.#acks.delete(id)
  }

  /** Ends the waiting for what is refused or gone. */
  #reject(): void {
    const entries = new Map(this.entries.get().map((entry) => [entry.id, entry]))
    for (const [id, { reject }] of this.#acks) {
      const entry = entries.get(id)
      if (entry && !isRefused(entry)) continue
      const end = () => {
        if (this.#acks.get(id)?.reject === reject) this.#acks.delete(id)
        reject(new NotSent(entry?.refused ?? null))
      }
      // Another tab may have got it to the server, and be about to say so.
      if (entry) end()
      else setTimeout(end, NEWS_MS)
    }
  }

  #userId(): string {
    return this.#given.owner.get() ?? NOBODY
  }
}

function unchangedOr(known: OutboxEntry | undefined, read: OutboxEntry): OutboxEntry {
  const entry = inPlace(known, read)
  return known && sameEntry(known, entry) ? known : entry
}

/** The entry with its place, if that was known already: what a tab sees of it may be of before it had one. */
function inPlace(known: OutboxEntry | undefined, entry: OutboxEntry): OutboxEntry {
  return known && entry.seq === UNPLACED && known.seq !== UNPLACED ? { ...entry, seq: known.seq } : entry
}
