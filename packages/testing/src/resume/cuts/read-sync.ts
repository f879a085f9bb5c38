import type { SyncEvent } from '@duck/protocol'
import { openSubscription } from '../wire/open-subscription.ts'
import { type Followed, type FollowOptions, follow } from './follow.ts'
import { StrictText } from './strict-text.ts'

export interface ReadSyncOptions extends FollowOptions {
  sessionIds: readonly string[]
  /** The answers to read, of these sessions. */
  streamIds: readonly string[]
  /** The ids of the rows that the sessions have now. */
  listRows: () => Promise<ReadonlySet<string>>
}

export interface SyncReading extends Followed {
  /** By stream, of those it heard of. */
  texts: ReadonlyMap<string, StrictText>
  /** `ready` events in spite of an id. */
  readies: number
  /** `ready` events in the middle of a connection: it read too slowly, and began anew. */
  fellBehind: number
}

/**
 * Reads answers from `sync.subscribe`, cut off again and again, each time from the last event it took. An answer is
 * there when it ended; one that the reader never heard of, when it is a row of the list.
 */
export async function readSync(options: ReadSyncOptions): Promise<SyncReading> {
  const reader = new SyncReader(options)
  const followed = await follow(options, {
    open: (url) => reader.open(url),
    take: async ({ id, event }) => {
      if (id === undefined) return `a ${event.type} came without an id`
      reader.lastEventId = id
      return await reader.take(event)
    },
    isDone: () => reader.waitsFor().length === 0,
    missing: () => `${reader.waitsFor().length} of ${options.streamIds.length} answers did not end`,
  })
  return { ...followed, texts: reader.texts, readies: reader.readies, fellBehind: reader.fellBehind }
}

class SyncReader {
  readonly texts = new Map<string, StrictText>()
  readies = 0
  fellBehind = 0
  lastEventId: string | undefined
  readonly #options: ReadSyncOptions
  readonly #over = new Set<string>()
  #resumes = false
  #isFirst = true

  constructor(options: ReadSyncOptions) {
    this.#options = options
  }

  open(url: string) {
    const { lastEventId } = this
    this.#resumes = lastEventId !== undefined
    this.#isFirst = true
    const input = { sessionIds: this.#options.sessionIds }
    return openSubscription({ url, path: 'sync.subscribe', input, lastEventId })
  }

  waitsFor(): string[] {
    return this.#options.streamIds.filter((id) => !this.#over.has(id))
  }

  async take(event: SyncEvent): Promise<string | null> {
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (event.type === 'ready') {
      if (!isFirst) this.#beginAnew()
      else if (this.#resumes) this.readies += 1
      for (const { streamId } of event.openStreams) this.#hear(streamId)
      await this.#look()
    }
    if (event.type === 'resync') await this.#look()
    if (event.type === 'stream-opened') this.#hear(event.stream.id)
    // An end that both servers tell of comes twice, which harms nobody.
    if (event.type === 'stream-ended') this.#over.add(event.streamId)
    return event.type === 'stream-delta' ? this.#add(event) : null
  }

  #beginAnew(): void {
    this.fellBehind += 1
    for (const id of this.waitsFor()) this.texts.delete(id)
  }

  #hear(streamId: string): StrictText {
    const text = this.texts.get(streamId) ?? new StrictText()
    this.texts.set(streamId, text)
    return text
  }

  #add({ streamId, offset, delta }: SyncEvent & { type: 'stream-delta' }): string | null {
    if (this.#over.has(streamId)) return `${streamId} went on after its end`
    const wrong = this.#hear(streamId).add(offset, delta)
    return wrong === null ? null : `${streamId} came ${wrong}`
  }

  /** A row is the whole answer, to one who had heard nothing of it. */
  async #look(): Promise<void> {
    const rows = await this.#options.listRows()
    for (const id of this.waitsFor()) if (rows.has(id) && !this.texts.has(id)) this.#over.add(id)
  }
}
