import fc from 'fast-check'
import type { LiveState } from '../live-state.ts'
import { must } from '../must.ts'
import type { StreamEvent } from '../stream-state.ts'
import type { SyncEvent } from '../sync-event.ts'
import { streamEvents } from './stream-events.ts'
import { type ServedStream, SyncServer } from './sync-server.ts'

/** What happens between a server and a tab; `pick` chooses among what there is. */
export interface SyncAct {
  verb: Verb
  pick: number
  event: StreamEvent
}

const SESSIONS = ['shown', 'other', 'hidden'] as const
const SHOWN = ['shown', 'other'] as const
const SAYINGS = ['Qu', 'ack', ', ', 'said the duck']

/** What can be done to a tab, be it the model or a real one. */
export interface PlayedTab {
  readonly live: LiveState
  apply(event: SyncEvent): void
  /** One of the fetches under way is answered, with what was true when it was asked for. */
  settle(pick: number): void
  readonly fetching: number
  /** Whether the tab has asked for a new `ready`. */
  wantsReady: boolean
}

/** A server, a tab, and what is on its way from one to the other. */
export interface Wire<Tab extends PlayedTab = PlayedTab> {
  server: SyncServer
  tab: Tab
  events: SyncEvent[]
}

export function newWire<Tab extends PlayedTab>(
  open: (server: SyncServer, shown: readonly string[]) => Tab,
): Wire<Tab> {
  const events: SyncEvent[] = []
  const isShown = (sessionId?: string) => !sessionId || SHOWN.some((id) => id === sessionId)
  const server = new SyncServer(SESSIONS, (event, sessionId) => {
    if (isShown(sessionId)) events.push(event)
  })
  return { server, tab: open(server, SHOWN), events }
}

const ACTS = {
  append: ({ server }, pick) => void server.append(chosen(SESSIONS, pick)),
  send: ({ server }, pick) => void server.send(chosen(SESSIONS, pick)),
  /** The tab's own send: it has the stream from the ack. */
  ask: ({ server, tab }, pick) =>
    tab.apply({ type: 'stream-opened', stream: server.send(chosen(SESSIONS, pick)) }),
  open: ({ server }, pick) => onRunning(server, pick, (stream) => server.open(stream)),
  say: ({ server }, pick) => onRunning(server, pick, (stream) => server.say(stream, chosen(SAYINGS, pick))),
  end: ({ server }, pick, event) =>
    onRunning(server, pick, (stream) => {
      if (event.type === 'opened') server.open(stream)
      else
        server.end(
          stream,
          event,
          event.type === 'server-died' ? { lost: pick % 4, fenced: pick % 3 === 0 } : {},
        )
    }),
  deliver: ({ tab, events }, pick) => hear(tab, take(events, pick)),
  next: ({ tab, events }) => hear(tab, take(events, 0)),
  repeat: ({ tab, events }, pick) => hear(tab, events.slice(pick % (events.length || 1)).slice(0, 1)),
  drop: ({ events }, pick) => void take(events, pick),
  answer: ({ tab }, pick) => tab.settle(pick),
  /** The new `ready` that the tab asked for never comes. */
  lose: ({ tab }) => {
    tab.wantsReady = false
  },
  ready: ({ server, events }) => void events.push(...server.ready(SHOWN)),
  heartbeat: ({ server, events }) => void events.push(server.heartbeat(SHOWN)),
  resync: ({ events }) => void events.push({ type: 'resync' }),
} satisfies Record<string, (wire: Wire, pick: number, event: StreamEvent) => void>

type Verb = keyof typeof ACTS

const OFTEN: readonly Verb[] = [
  'open',
  'say',
  'say',
  'end',
  'next',
  'next',
  'next',
  'deliver',
  'drop',
  'answer',
]

export function syncActs(maxLength = 60): fc.Arbitrary<SyncAct[]> {
  const verb = fc.constantFrom(...verbs(), ...OFTEN)
  return fc.array(fc.record({ verb, pick: fc.nat(1_000), event: streamEvents() }), { maxLength, size: 'max' })
}

export function playAct(wire: Wire, { verb, pick, event }: SyncAct): void {
  const act: (wire: Wire, pick: number, event: StreamEvent) => void = ACTS[verb]
  act(wire, pick, event)
}

/** What a tab may hear when the faults are over; `resume` goes on from the text that it has of the streams it shows. */
const WORDS = {
  ready: ({ server }) => server.ready(SHOWN),
  heartbeat: ({ server }) => [server.heartbeat(SHOWN)],
  resume: ({ server, tab }) => {
    const shown = Object.values(tab.live.streams).filter(({ sessionId }) =>
      SHOWN.some((id) => id === sessionId),
    )
    return server.resume(SHOWN, new Map(shown.map(({ streamId, text }) => [streamId, text.length])))
  },
} satisfies Record<string, (wire: Wire) => SyncEvent[]>

export type Word = keyof typeof WORDS

const MOST_ROUNDS = 100

/**
 * The faults are over: what was on its way is lost, then `word` arrives, and whatever the tab asks for is answered. Gives
 * way after each step, for tabs that need a moment to ask.
 */
export function* comeToRest(wire: Wire, word: Word): Generator<void, void, void> {
  const { server, tab, events } = wire
  events.length = 0
  hear(tab, WORDS[word](wire))
  yield
  for (let round = 0; tab.fetching > 0 || tab.wantsReady; round++) {
    if (round > MOST_ROUNDS) throw new Error('the tab never comes to rest')
    if (tab.fetching > 0) tab.settle(0)
    else {
      tab.wantsReady = false
      hear(tab, server.ready(SHOWN))
    }
    yield
  }
}

function verbs(): Verb[] {
  return Object.keys(ACTS).filter((key): key is Verb => key in ACTS)
}

function chosen<Item>(items: readonly Item[], pick: number): Item {
  return must(items[pick % items.length], 'something to choose from')
}

function onRunning(server: SyncServer, pick: number, act: (stream: ServedStream) => void): void {
  const running = server.running()
  const stream = running[pick % running.length]
  if (stream) act(stream)
}

function hear(tab: PlayedTab, events: readonly SyncEvent[]): void {
  for (const event of events) tab.apply(event)
}

function take(events: SyncEvent[], pick: number): SyncEvent[] {
  return events.length === 0 ? [] : events.splice(pick % events.length, 1)
}
