import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface RoundRobin extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** The port of the server that a client's connection was given to, by that client's own port; undefined for none. */
  serverOf: (clientPort: number) => number | undefined
}

/**
 * A TCP proxy on 127.0.0.1 that gives each new connection to the next server that takes it. `ports` is asked at each
 * connection for the servers there are; when none takes it, the connection is closed.
 */
export async function startRoundRobin(ports: () => readonly number[]): Promise<RoundRobin> {
  const sockets = new Set<Socket>()
  const given = new Map<number, number>()
  let turn = 0
  const server = createServer({ allowHalfOpen: true }, (client) => {
    keep(client, sockets)
    const clientPort = client.remotePort ?? 0
    client.on('close', () => given.delete(clientPort))
    void firstOf(inTurn(ports(), turn++), sockets).then((found) => {
      if (!found) return void client.destroy()
      if (!client.destroyed) given.set(clientPort, found.port)
      join(client, found.socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    serverOf: (clientPort) => given.get(clientPort),
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** All of them, beginning with the one whose turn it is. */
function inTurn(ports: readonly number[], turn: number): number[] {
  return ports.map((_, place) => ports[(place + turn) % ports.length] ?? 0)
}

async function firstOf(
  ports: readonly number[],
  sockets: Set<Socket>,
): Promise<{ socket: Socket; port: number } | null> {
  for (const port of ports) {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    keep(socket, sockets)
    if (await isConnected(socket)) return { socket, port }
  }
  return null
}

function isConnected(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
}

/** Bytes and ends pass both ways, with the pressure of who reads slowly; a side that breaks takes the other along. */
function join(client: Socket, server: Socket): void {
  client.pipe(server)
  server.pipe(client)
  client.on('close', () => server.destroy())
  server.on('close', () => client.destroy())
  if (client.destroyed) server.destroy()
  if (server.destroyed) client.destroy()
}

function keep(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket)
  socket.setNoDelay(true)
  // Either side may vanish at any time: `join` ends the other.
  socket.on('error', () => {})
  socket.on('close', () => sockets.delete(socket))
}
