import { setTimeout as delay } from 'node:timers/promises'
import { must, uuidv7 } from '@duck/protocol'
import { WebSocket } from 'ws'
import { writePlan } from '../live/plan.ts'
import { STAMP_UNITS, stampAge, stampNow } from '../live/stamp.ts'
import { WIRES } from '../live/wires.ts'

/** Milliseconds that each thing took. */
export interface Waits {
  /** Sends and lists, until they were answered or refused. */
  calls: number[]
  /** How many of them were refused. */
  refused: number
  /** From the model's writing of each delta to its reading. */
  text: number[]
}

/** A user who chats as people do: sends, reads the answer as it is written, looks at the list. */
export interface Chatter extends AsyncDisposable {
  chat(ms: number): Promise<Waits>
}

const SESSIONS = 4
const LIST_EVERY_MS = 20
const SEND_EVERY_MS = 100
const ANSWER = { perSecond: 100, count: 5 }
const MODEL = 'openai/paced'

/** Signed in by the headers. */
export async function openChatter(url: string, headers: { authorization: string }): Promise<Chatter> {
  const call = caller(url, headers)
  const sessionIds = Array.from({ length: SESSIONS }, () => uuidv7())
  for (const id of sessionIds) await call('session.create', { id, title: 'Chat', model: MODEL })
  let waits: Waits = { calls: [], refused: 0, text: [] }
  let heard = Promise.withResolvers<void>()
  const feed = await openFeed(url, headers, (ages) => {
    waits.text.push(...ages)
    heard.resolve()
  })
  const timed = async (procedure: string, input: object) => {
    const began = performance.now()
    const isDone = await call(procedure, input)
    if (!isDone) waits.refused++
    waits.calls.push(performance.now() - began)
    return isDone
  }
  let turns = 0
  const next = () => must(sessionIds[turns++ % SESSIONS], 'a session')
  return {
    async chat(ms) {
      waits = { calls: [], refused: 0, text: [] }
      heard = Promise.withResolvers()
      let isAnswered = false
      const end = performance.now() + ms
      await Promise.all([
        repeat(end, LIST_EVERY_MS, () => timed('message.list', { sessionId: next() })),
        repeat(end, SEND_EVERY_MS, async () => {
          const prompt = { sessionId: next(), id: uuidv7(), content: writePlan(ANSWER) }
          isAnswered = (await timed('message.send', prompt)) || isAnswered
        }),
      ])
      // On a busy machine the first text may come after all.
      if (isAnswered) await heard.promise
      return waits
    },
    [Symbol.asyncDispose]: async () => feed.terminate(),
  }
}

async function repeat(end: number, everyMs: number, act: () => Promise<unknown>): Promise<void> {
  for (let began = performance.now(); began < end; began = performance.now()) {
    await act()
    await delay(Math.max(0, began + everyMs - performance.now()))
  }
}

/** Calls a procedure; whether it was done. */
function caller(url: string, headers: { authorization: string }) {
  return async (procedure: string, input: object): Promise<boolean> => {
    const response = await fetch(`${url}/trpc/${procedure}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    await response.arrayBuffer()
    return response.ok
  }
}

async function openFeed(
  url: string,
  headers: { authorization: string },
  onText: (ages: number[]) => void,
): Promise<WebSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers, perMessageDeflate: false })
  socket.on('error', reject)
  socket.on('open', () =>
    socket.send(
      JSON.stringify({ id: 1, method: 'subscription', params: { path: 'sync.subscribe', input: {} } }),
    ),
  )
  socket.on('message', (data: Buffer) => {
    const arrival = WIRES.duck.read(data.toString('latin1'))
    if (arrival.is === 'ready') resolve()
    if (arrival.is === 'text') onText(agesIn(arrival.text))
  })
  await promise
  return socket
}

function agesIn(text: string): number[] {
  const now = stampNow()
  const stamps = Math.floor(text.length / STAMP_UNITS)
  return Array.from({ length: stamps }, (_, place) => stampAge(text, place * STAMP_UNITS, now))
}
