import type { Message, StreamStatus } from '@duck/protocol'
import type { Sighting } from './tab/seen-text.ts'

/** A message that was sent for an answer. */
export interface Asked {
  id: string
  streamId: string
  content: string
}

/** A stream as its table holds it. */
export interface StoredStream {
  id: string
  status: StreamStatus
  errorClass: string | null
}

export interface ObservedTab {
  name: string
  /** The text it saw of the first answer, and when. */
  text: string
  sightings: readonly Sighting[]
  /** Deltas that were not what was there before at that place. */
  changed: number
  /** Its list at the end. */
  list: readonly Message[] | undefined
  /** Answers that it shows at the end as being written. */
  stillRunning: readonly string[]
  /** From the last row to the moment when its list was that of the database; null when it never was. */
  convergedMs: number | null
}

/** A session after its first answer met a fault and another message was answered, as everyone sees it. */
export interface SessionView {
  prompt: Asked
  next: Asked
  /** All that the model had to say to the prompt. */
  answer: string
  streams: readonly StoredStream[]
  /** All rows by SQL, ascending by index, and by `message.list`. */
  rows: readonly Message[]
  listed: readonly Message[]
  tabs: readonly ObservedTab[]
  /** How often the model was asked for the first answer. */
  asked: number
}
