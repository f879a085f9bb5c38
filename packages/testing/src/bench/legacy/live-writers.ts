import { setTimeout } from 'node:timers/promises'
import { DuckError, uuidv7 } from '@duck/protocol'
import { appendMessage, type Db } from '@duck/store'
import type postgres from 'postgres'
import { nextText } from '../append/texts.ts'
import { type LegacySize, sessionId, userOf } from './load-arrays.ts'

/** How long writes took, in milliseconds, while they ran. */
export interface Waits {
  /** Whole arrays of the old app. */
  old: number[]
  /** Appends of the product. */
  appends: number[]
}

export interface Writing {
  /** Ends them after the write under way; throws what one of them met. */
  stop(): Promise<Waits>
}

// The same load whoever runs beside it.
const OLD_WRITERS = 2
const PAUSE_MS = 50
const TURNS = 1_009
let nextTurn = 0

/** People at the old app, who read an array and write it back with two elements more, and one at the product, who appends. */
export function startWriters({ old, db }: { old: postgres.Sql; db: Db }, size: LegacySize): Writing {
  const waits: Waits = { old: [], appends: [] }
  const stopping = new AbortController()
  // Never the same turns again.
  const from = nextTurn
  nextTurn += TURNS
  const loop = async (into: number[], first: number, write: (place: number) => Promise<void>) => {
    for (let turn = from + first; !stopping.signal.aborted; turn++) {
      // Spread over all sessions, neighbours never one after another.
      const place = (turn * 7919) % size.sessions
      const since = performance.now()
      await write(place)
      into.push(performance.now() - since)
      await pause(stopping.signal)
    }
  }
  const all = [
    ...Array.from({ length: OLD_WRITERS }, (_, n) =>
      loop(waits.old, n * 1000, (place) => rewrite(old, place)),
    ),
    loop(waits.appends, 5_000, (place) => append(db, place)),
  ]
  const ended = Promise.all(all)
  // It is looked at when they are stopped.
  ended.catch(() => {})
  return {
    async stop() {
      stopping.abort()
      await ended
      return waits
    },
  }
}

let said = 0

/** What nobody said before: the same words said again may be the same message. */
function newText(): string {
  return `${said++} ${nextText()}`
}

async function rewrite(old: postgres.Sql, place: number): Promise<void> {
  const id = sessionId(place)
  const [row] = await old<{ messages: object[] }[]>`select messages from chat_sessions where id = ${id}`
  const timestamp = new Date().toISOString()
  const more = [
    { role: 'user', content: newText(), timestamp },
    { role: 'assistant', content: newText(), timestamp },
  ]
  const array = JSON.stringify([...(row?.messages ?? []), ...more])
  await old`update chat_sessions set messages = ${array}::text::jsonb, updated_at = now() where id = ${id}`
}

async function append(db: Db, place: number): Promise<void> {
  const message = { sessionId: sessionId(place), id: uuidv7(), role: 'user' as const, content: newText() }
  for (;;) {
    try {
      return void (await appendMessage(db, { userId: userOf(place), ...message }))
    } catch (error) {
      // Sent again by itself, as every client does; it is one wait.
      if (!(error instanceof DuckError && error.code === 'SERVICE_UNAVAILABLE')) throw error
      await setTimeout(PAUSE_MS)
    }
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => {})
}
