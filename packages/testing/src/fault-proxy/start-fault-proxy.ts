import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { withPort } from '../database/with-port.ts'
import type { Decide, FaultKind } from './faults.ts'
import { createFlow } from './flow.ts'
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
  /** From now on, and until `release`, connections stay open and are taken on, but no byte passes. */
  hold(): void
  /** From now on, and until `release`, there is no connection: those that are open are cut, new ones at once. */
  refuse(): void
  /** Bytes pass; what was held back first. */
  release(): void
  /** How often each fault has happened. */
  injected: ReadonlyMap<FaultKind, number>
}

/** Starts an armed proxy on 127.0.0.1 that brings faults to the requests on the way to a Postgres. */
export async function startFaultProxy({ port, decide }: FaultProxyOptions): Promise<FaultProxy> {
  const injected = new Map<FaultKind, number>()
  const sockets = new Set<Socket>()
  const flow = createFlow()
  let armed = true
  let refusing = false
  let connections = 0
  const cutAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((client) => {
    if (refusing) return client.resetAndDestroy()
    const connection = connections++
    let requests = 0
    const upstream = connect({ port, host: '127.0.0.1' })
    for (const socket of [client, upstream]) keep(socket, sockets)
    void relay({
      client,
      server: upstream,
      passable: flow.passable,
      decide: (sql) => {
        const request = requests++
        return armed ? decide(connection, request, sql) : undefined
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
    hold: flow.hold,
    refuse() {
      refusing = true
      cutAll()
    },
    release() {
      refusing = false
      flow.release()
    },
    injected,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      cutAll()
      flow.release()
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
