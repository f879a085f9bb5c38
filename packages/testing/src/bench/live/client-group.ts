import { must } from '@duck/protocol'
import { WebSocket } from 'ws'
import { TEST_HEADERS } from '../../database/test-user.ts'
import type { ClientReport, WireName } from './client-protocol.ts'
import { Delays } from './delays.ts'
import { STAMP_UNITS, stampAge, stampNow } from './stamp.ts'
import { WIRES, type Wire } from './wires.ts'

// Each asks the server's database twice as it begins.
const CONNECTING = 25

interface Client {
  units: number
}

/** Many WebSockets to one server that count what comes and keep nothing of it. */
export class ClientGroup {
  readonly #wire: Wire
  readonly #clients: Client[] = []
  readonly #delays = new Delays()
  #expected = 0
  #whole = 0
  #frames = 0
  #gaps = 0
  readonly #sockets: WebSocket[] = []
  readonly #lost = new Set<Client>()
  #wake = () => {}

  constructor(wire: WireName) {
    this.#wire = WIRES[wire]
  }

  /** One client a session id, a few at a time; each is there once the server has said so. */
  async connect(url: string, sessionIds: readonly string[]): Promise<void> {
    const left = [...sessionIds]
    const connectSome = async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) await this.#connectOne(url, id)
    }
    await Promise.all(Array.from({ length: CONNECTING }, connectSome))
  }

  expect(units: number): void {
    this.#delays.take()
    this.#expected = units
    this.#whole = this.#frames = this.#gaps = 0
    for (const client of this.#clients) client.units = 0
  }

  /** Once all have come, or `ms` have passed. */
  async report(ms: number): Promise<ClientReport> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    this.#wake = resolve
    if (this.#whole < this.#clients.length) await promise
    clearTimeout(timer)
    return {
      clients: this.#clients.length,
      whole: this.#whole,
      units: this.#clients.reduce((sum, { units }) => sum + units, 0),
      frames: this.#frames,
      gaps: this.#gaps,
      lost: this.#lost.size,
      delays: this.#delays.take(),
    }
  }

  leave(): void {
    for (const socket of this.#sockets) socket.terminate()
  }

  #connectOne(url: string, sessionId: string): Promise<void> {
    const client = { units: 0 }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const socket = new WebSocket(url, {
      headers: TEST_HEADERS,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    const hello = this.#wire.hello(sessionId)
    const lose = (error: unknown) => {
      this.#lost.add(client)
      reject(error)
    }
    socket.on('open', () => (hello === undefined ? resolve() : socket.send(hello)))
    socket.on('message', (data: Buffer) => {
      const arrival = this.#wire.read(data.toString('latin1'))
      if (arrival.is === 'text') this.#take(client, arrival.offset, arrival.text)
      else if (arrival.is === 'ready') resolve()
      else if (arrival.is === 'ping') socket.send('PONG')
      else if (arrival.is === 'refused') lose(new Error(data.toString()))
    })
    socket.on('error', lose)
    socket.on('close', lose)
    this.#clients.push(client)
    this.#sockets.push(socket)
    return promise
  }

  #take(client: Client, offset: number, text: string): void {
    this.#frames++
    if (offset !== client.units) this.#gaps++
    else client.units += text.length
    const now = stampNow()
    for (let at = 0; at + STAMP_UNITS <= text.length; at += STAMP_UNITS)
      this.#delays.add(stampAge(text, at, now))
    if (client.units !== this.#expected || offset + text.length !== client.units) return
    this.#whole++
    if (this.#whole === this.#clients.length) this.#wake()
  }
}

/** The group of that name. */
export function groupOf(groups: ReadonlyMap<string, ClientGroup>, name: string): ClientGroup {
  return must(groups.get(name), `the group ${name}`)
}
