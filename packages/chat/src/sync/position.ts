import type { StreamDeltaEvent, StreamEndedEvent, SyncEvent } from '@duck/protocol'

const VERSION = '1'
const ENTRY = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(\d{1,9})$/
/** More are never shown at once; the rest begins at 0 after a break. */
const MOST_STREAMS = 64
/** A word that comes after as many others have ended is not so late any more. */
const MOST_OVER = 200

/**
 * How far one reader has been given each running stream that it shows, in UTF-16 code units. Its id goes with every
 * event and comes back as `lastEventId`, to any server.
 */
export class Position {
  readonly #given: Map<string, number>
  /** Streams whose end was told: a late word of one is not passed on. */
  #over: Set<string> | null = null
  readonly #wants: (sessionId: string) => boolean
  #id: string | null = null

  constructor(wants: (sessionId: string) => boolean, given: ReadonlyMap<string, number> = new Map()) {
    this.#wants = wants
    this.#given = new Map(given)
  }

  /** What an id says, or null when it is none. */
  static parse(id: string | null | undefined): Map<string, number> | null {
    const [version, ...entries] = id?.split('~') ?? []
    if (version !== VERSION || entries.length > MOST_STREAMS) return null
    const given = new Map<string, number>()
    for (const entry of entries) {
      const [, streamId, units] = ENTRY.exec(entry) ?? []
      if (streamId === undefined) return null
      given.set(streamId, Number(units))
    }
    return given
  }

  get id(): string {
    if (this.#id !== null) return this.#id
    let id = VERSION
    for (const [streamId, units] of this.#given)
      id = this.#given.size === 1 ? idOfOne(streamId, units) : `${id}~${streamId}.${units}`
    this.#id = id
    return id
  }

  /** The streams that are not over as far as the reader knows. */
  get streams(): ReadonlyMap<string, number> {
    return this.#given
  }

  has(streamId: string): boolean {
    return this.#given.has(streamId)
  }

  /** The reader is to know of the stream, of which it has nothing yet. */
  begin(streamId: string, sessionId: string): void {
    if (!this.#wants(sessionId) || this.#given.has(streamId) || this.#given.size >= MOST_STREAMS) return
    this.#given.set(streamId, 0)
    this.#id = null
  }

  /** There is no such stream. */
  drop(streamId: string): void {
    this.#given.delete(streamId)
    // Most readers see none for long, and ten thousand empty sets are some memory.
    this.#over ??= new Set()
    this.#over.add(streamId)
    if (this.#over.size > MOST_OVER)
      for (const oldest of this.#over.values().take(1)) this.#over.delete(oldest)
    this.#id = null
  }

  /** Whether text is missing before a piece or an end: it is to be looked up first. */
  isShortOf(event: StreamDeltaEvent | StreamEndedEvent): boolean {
    const given = this.#given.get(event.streamId)
    if (given === undefined) return false
    if (event.type === 'stream-delta') return given < event.offset
    return event.messageIndex !== undefined && given < (event.offset ?? Number.POSITIVE_INFINITY)
  }

  /** What of an event is new to the reader, who is given it now; null when nothing is. */
  take(event: SyncEvent): SyncEvent | null {
    if (event.type === 'stream-delta') return this.#takeDelta(event)
    if (event.type === 'stream-opened') {
      if (this.#over?.has(event.stream.id)) return null
      this.begin(event.stream.id, event.stream.sessionId)
    }
    if (event.type === 'stream-ended') {
      if (this.#over?.has(event.streamId)) return null
      this.drop(event.streamId)
    }
    return event
  }

  #takeDelta(event: SyncEvent & { type: 'stream-delta' }): SyncEvent | null {
    const from = this.#given.get(event.streamId)
    // Of a stream that it does not know, or whose end it knows, it has no use for a piece.
    if (from === undefined) return null
    const end = event.offset + event.delta.length
    if (end <= from) return null
    this.#given.set(event.streamId, end)
    this.#id = null
    if (event.offset >= from) return event
    return { ...event, offset: from, delta: event.delta.slice(from - event.offset) }
  }
}

let lastOfOne = { streamId: '', units: 0, id: '' }

/** Most readers show one answer, and all who do are at the same place: they share the words for it. */
function idOfOne(streamId: string, units: number): string {
  if (lastOfOne.streamId !== streamId || lastOfOne.units !== units)
    lastOfOne = { streamId, units, id: `${VERSION}~${streamId}.${units}` }
  return lastOfOne.id
}
