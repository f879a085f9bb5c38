import type { SyncEvent, WatchEvent } from '@duck/protocol'
import { WebSocket } from 'ws'
import { TEST_HEADERS } from '../../database/test-user.ts'
import { frameText } from './frame-text.ts'
import { readWireMessage, subscribeFrame, type WireMessage } from './wire-message.ts'

export interface SubscriptionOptions<Path extends keyof EventOf> {
  /** `http://127.0.0.1:<port>` */
  url: string
  path: Path
  input: object
  lastEventId?: string | undefined
}

interface EventOf {
  'sync.subscribe': SyncEvent
  'stream.watch': WatchEvent
}

export type Item<Event> =
  /** `at` is the `performance.now()` of its arrival. */
  | { kind: 'event'; id: string | undefined; event: Event; at: number }
  /** The subscription, or its connection, is over; `why` says how. */
  | { kind: 'over'; why: string }

/** One subscription on a WebSocket of its own, spoken by hand so that it can be cut between any two events. */
export interface Subscription<Event> extends Disposable {
  /** The next thing that came, in order; waits for it. After the end it is the end again. */
  next(): Promise<Item<Event>>
  /** Cuts the connection at once; what came and was not taken is lost, as with a tab that vanishes. */
  terminate(): void
  /** Reads no more from the network until `resume`. */
  pause(): void
  resume(): void
  /** Our side's port once the connection is there, else undefined. */
  readonly localPort: number | undefined
}

/** Begins to connect; what goes wrong comes as the end of the subscription. */
export function openSubscription<Path extends keyof EventOf>(
  options: SubscriptionOptions<Path>,
): Subscription<EventOf[Path]> {
  const { url, path, input, lastEventId } = options
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc`, { headers: TEST_HEADERS })
  const queue = new ItemQueue<EventOf[Path]>()
  let localPort: number | undefined
  socket.on('upgrade', (response) => {
    localPort = response.socket.localPort
  })
  socket.on('open', () => socket.send(subscribeFrame(path, input, lastEventId)))
  socket.on('message', (data) => take(readWireMessage(frameText(data)), socket, queue))
  socket.on('error', (error) => queue.push({ kind: 'over', why: error.message }))
  socket.on('close', (code) => queue.push({ kind: 'over', why: `closed with ${code}` }))
  const terminate = () => {
    queue.cut()
    socket.terminate()
  }
  return {
    next: () => queue.next(),
    terminate,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    get localPort() {
      return localPort
    },
    [Symbol.dispose]: terminate,
  }
}

function take<Event>(message: WireMessage, socket: WebSocket, queue: ItemQueue<Event>): void {
  const over = (why: string) => queue.push({ kind: 'over', why })
  if (message.kind === 'event')
    queue.push({ kind: 'event', id: message.id, event: asEvent(message.data), at: performance.now() })
  if (message.kind === 'ping') socket.send('PONG')
  if (message.kind === 'error') over(`${message.code}: ${message.message}`)
  if (message.kind === 'stopped' || message.kind === 'reconnect') over(message.kind)
}

/** The router's type says what its subscriptions yield; nothing checks it at run time. */
function asEvent<Event>(data: unknown): Event {
  return data as Event
}

/** Items in order, for one reader. Nothing comes after the first end. */
class ItemQueue<Event> {
  readonly #items: Item<Event>[] = []
  #end: Item<Event> | null = null
  #waiting: ((item: Item<Event>) => void) | null = null

  push(item: Item<Event>): void {
    if (this.#end) return
    if (item.kind === 'over') this.#end = item
    else if (!this.#waiting) this.#items.push(item)
    this.#waiting?.(item)
    this.#waiting = null
  }

  /** Drops what was not taken, the end included. */
  cut(): void {
    this.#items.length = 0
    this.#end = null
    this.push({ kind: 'over', why: 'cut' })
  }

  next(): Promise<Item<Event>> {
    const here = this.#items.shift() ?? this.#end
    if (here) return Promise.resolve(here)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }
}
