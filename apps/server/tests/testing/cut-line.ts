import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to the server that can be cut as a network is: nothing comes through any more, and nobody is told. */
export interface CutLine extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  url: string
  cut(): void
  /** From now on new connections lead to the server. Those that were cut stay dead, as after a sleep. */
  mend(): void
  /** Ends every connection, as a server that dies does. */
  reset(): void
}

/** `port` is asked at each connection for where the server listens. */
export async function startCutLine(port: () => number): Promise<CutLine> {
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    keep(client)
    if (isCut) return
    const upstream = keep(connect(port(), '127.0.0.1'))
    client.pipe(upstream).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  const keep = (socket: Socket): Socket => {
    open.add(socket)
    // Either side may go at any time.
    return socket.on('error', () => {}).on('close', () => open.delete(socket))
  }
  const reset = () => {
    for (const socket of open) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
      for (const socket of open) socket.unpipe().pause()
    },
    mend: () => {
      isCut = false
    },
    reset,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      reset()
      await closed
    },
  }
}
