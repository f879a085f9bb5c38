import type { Connection } from '@duck/api'
import type { Express } from '@duck/chat'
import type { Encoder } from '@trpc/server/adapters/ws'
import type { WebSocket } from 'ws'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { CallGate } from './call-gate.ts'
import { eventEncoder, frameOf, requestOf } from './event-encoder.ts'

/** For how long nothing is read of a client that sends more calls than it may. */
const DEAF_MS = 50

type Sending = Parameters<BoundedWebSocket['send']>

// tRPC tells its encoder nothing of sockets. It decodes in the step in which a message comes, and sends in the one in which
// it encodes; so one encoder, and one of tRPC's handlers with its closures, serves all sockets.
let receiver: GatedWebSocket | null = null
let outgoing: unknown = null

/** A server's WebSocket to whose calls a gate is kept, where tRPC uses `gateEncoder`. */
export class GatedWebSocket extends BoundedWebSocket implements Connection {
  readonly gate = new CallGate(this)

  /** Before tRPC listens, so that it knows whose message it decodes. */
  listenFirst(): void {
    this.on('message', receive)
  }

  /** Tells the client by ourselves, and reads nothing of it for a moment. */
  answer(message: object): void {
    this.send(JSON.stringify(message))
    this.pause()
    setTimeout(() => this.resume(), DEAF_MS).unref()
  }

  drop(): void {
    this.terminate()
  }

  express(first: object): Express | null {
    const requestId = requestOf(first)
    return requestId === undefined ? null : new FrameExpress(this, requestId)
  }

  override send(data: Sending[0], second?: Sending[1], third?: Sending[2]): void {
    if (outgoing !== null) this.gate.see(outgoing)
    outgoing = null
    super.send(data, second, third)
  }
}

/** Sends a subscription's events in the frames that tRPC would make. */
class FrameExpress implements Express {
  readonly #socket: GatedWebSocket
  readonly #requestId: unknown

  constructor(socket: GatedWebSocket, requestId: unknown) {
    this.#socket = socket
    this.#requestId = requestId
  }

  isReady(): boolean {
    return this.#socket.isReady()
  }

  send(eventId: string, event: object): void {
    this.#socket.send(frameOf({ requestId: this.#requestId, eventId, event }))
  }
}

/** tRPC's encoder for all gated sockets. */
export const gateEncoder: Encoder = {
  encode(message) {
    const encoded = eventEncoder.encode(message)
    outgoing = message
    return encoded
  },
  decode: (data) => receiver?.gate.decode(data),
}

function receive(this: WebSocket): void {
  receiver = this instanceof GatedWebSocket ? this : null
}
