import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { withPort } from '../database/with-port.ts'
import type { Decide, FaultKind } from './faults.ts'
import { relay } from './relay.ts'

export interface FaultProxyOptions {
  /** The Postgres, or pooler, behind it, on 127.0.0.1. */
  port: number
  decide: Decide
}

export interface FaultProxy extends AsyncDisposable {
  port: number
  /** The same connection string, through the proxy. */
  through(url: string): string
  /** From now on, and until `arm`, no request meets a fault. */
  disarm(): void
  arm(): void
  /** How often each fault has happened. */
  injected: ReadonlyMap<FaultKind, number>
}

/** Starts an armed proxy on 127.0.0.1 that brings faults to the requests on the way to a Postgres. */
export async function startFaultProxy({ port, decide }: FaultProxyOptions): Promise<FaultProxy> {
  const injected = new Map<FaultKind, number>()
  const sockets = new Set<Socket>()
  let armed = true
  let connections = 0
  const server = createServer((client) => {
    const connection = connections++
    let requests = 0
    const upstream = connect({ port, host: '127.0.0.1' })
    for (const socket of [client, upstream]) keep(socket, sockets)
    void relay({
      client,
      server: upstream,
      decide: () => {
        const request = requests++
        return armed ? decide(connection, request) : undefined
      },
      injected: (kind) => void injected.set(kind, (injected.get(kind) ?? 0) + 1),
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = (server.address() as AddressInfo).port
  return {
    port: own,
    through: (url) => withPort(url, own),
    disarm() {
      armed = false
    },
    arm() {
      armed = true
    },
    injected,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function keep(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket)
  socket.setNoDelay(true)
  // Either side may vanish at any time: the relay ends with it.
  socket.on('error', () => {})
  socket.on('close', () => sockets.delete(socket))
}
