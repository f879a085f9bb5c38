import {
  cutToBytes,
  endingOf,
  endsOnHighSurrogate,
  type FailureClass,
  LIMITS,
  type Metadata,
  type Stream,
  type StreamEnding,
  toStorable,
  utf8Bytes,
} from '@duck/protocol'

/** How an answer ended. */
export type Ending = StreamEnding

export const COMPLETED = endingOf({ type: 'finished', finishReason: 'completed' })
export const TRUNCATED = endingOf({ type: 'finished', finishReason: 'truncated' })
export const STOPPED = endingOf({ type: 'stop-asked' })
export const SERVER_STOPPED = endingOf({ type: 'server-stopped' })

export function failed(errorClass: FailureClass): Ending {
  return endingOf({ type: 'failed', errorClass })
}

/** The signal's reason when an answer is ended from outside: by its user, a time-out, a shutdown. */
export class Cancelled extends Error {
  readonly ending: Ending | 'fenced'

  /** `fenced`: another server has settled the stream; there is nothing left to write. */
  constructor(ending: Ending | 'fenced') {
    super('the answer was cancelled')
    this.ending = ending
  }
}

/** An answer that this process writes: its text so far and the handle that ends it. */
export class LiveAnswer {
  readonly stream: Stream
  /** Another one once a guest has got an account. */
  userId: string
  readonly continueFrom: string | undefined
  readonly abort = new AbortController()
  readonly metadata: Metadata
  text = ''
  /** UTF-16 code units that are in the database. */
  durableUnits = 0
  #bytes = 0
  #half = ''

  constructor(userId: string, stream: Stream, continueFrom?: string) {
    this.userId = userId
    this.stream = stream
    this.continueFrom = continueFrom
    this.metadata = { model: stream.model, promptId: stream.promptId }
    if (continueFrom) this.metadata.continueFrom = continueFrom
  }

  /** How it was ended from outside; null while it was not. */
  get endedBefore(): Ending | 'fenced' | null {
    const { reason } = this.abort.signal
    return reason instanceof Cancelled ? reason.ending : null
  }

  /** Ends it; only the first ending counts. */
  cancel(ending: Ending | 'fenced'): void {
    this.abort.abort(new Cancelled(ending))
  }

  /**
   * Adds what the model emitted and gives back what of it is new text: mended where it cannot be stored (noted in
   * the metadata), half a surrogate pair kept back until its other half comes, nothing beyond the answer's limit.
   */
  add(emitted: string): { delta: string; full: boolean } {
    let raw = this.#half + emitted
    this.#half = endsOnHighSurrogate(raw) ? raw.slice(-1) : ''
    raw = raw.slice(0, raw.length - this.#half.length)
    const storable = toStorable(raw)
    if (storable !== raw) this.metadata.replacedCharacters = true
    const room = LIMITS.answerBytes - this.#bytes
    const delta = utf8Bytes(storable) > room ? cutToBytes(storable, room) : storable
    this.#bytes += utf8Bytes(delta)
    this.text += delta
    return { delta, full: delta !== storable }
  }

  /** Half a pair that never got its other half, mended. */
  flush(): { delta: string; full: boolean } {
    const half = this.#half
    this.#half = ''
    if (half === '') return { delta: '', full: false }
    this.metadata.replacedCharacters = true
    return this.add('\uFFFD')
  }
}
