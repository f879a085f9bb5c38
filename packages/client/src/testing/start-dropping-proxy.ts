import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DroppingProxy extends AsyncDisposable {
  url: string
  /** The answer to the next request whose head holds `text` is thrown away, with its connection, once it is whole at the proxy. */
  dropAnswerTo: (text: string) => void
  /** How many answers were thrown away. */
  dropped: () => number
  /** Whether upgrades to WebSocket are cut. */
  refuseUpgrades: (refused: boolean) => void
}

/** Stands before a server on 127.0.0.1 and loses answers: what was asked for has happened by then. */
export async function startDroppingProxy(server: string): Promise<DroppingProxy> {
  const sockets = new Set<Socket>()
  let wanted: string | null = null
  let dropped = 0
  let refusing = false
  const proxy = createServer((client) => {
    const upstream = connect(Number(new URL(server).port), '127.0.0.1')
    let isDoomed = false
    const cut = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        sockets.delete(socket)
        cut()
      })
    }
    client.on('data', (chunk) => {
      const head = chunk.toString('latin1')
      if (refusing && /upgrade: *websocket/i.test(head)) return cut()
      if (wanted !== null && head.includes(wanted)) {
        wanted = null
        isDoomed = true
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!isDoomed) return client.write(chunk)
      dropped++
      cut()
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    dropAnswerTo(text) {
      wanted = text
    },
    dropped: () => dropped,
    refuseUpgrades(refused) {
      refusing = refused
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => proxy.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
