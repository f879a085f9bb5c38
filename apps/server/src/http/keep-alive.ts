import type { WebSocket, WebSocketServer } from 'ws'

const TICK_MS = 1_000

/** How long a socket may be silent before it is asked for a sign of life, and how long it then has. */
export interface Patience {
  pingMs: number
  pongMs: number
}

/**
 * Pings every socket at its own moment of each period and gives up on one that does not answer in time. One timer for all of
 * them: ten thousand sockets would have twenty thousand.
 */
export function keepAlive(wss: WebSocketServer, { pingMs, pongMs }: Patience): Disposable {
  const silentTicks = new WeakMap<WebSocket, number>()
  const [pingAt, lostAt] = [Math.ceil(pingMs / TICK_MS), Math.ceil((pingMs + pongMs) / TICK_MS)]
  function heard(this: WebSocket): void {
    silentTicks.set(this, 0)
  }
  wss.on('connection', (socket: WebSocket) => {
    // Sockets that came at once, as after a restart, are not all pinged at once.
    silentTicks.set(socket, Math.floor(Math.random() * pingAt))
    socket.on('pong', heard)
  })
  const timer = setInterval(() => {
    for (const socket of wss.clients) {
      const silent = (silentTicks.get(socket) ?? 0) + 1
      silentTicks.set(socket, silent)
      if (silent === pingAt && socket.readyState === socket.OPEN) socket.ping()
      if (silent >= lostAt) socket.terminate()
    }
  }, TICK_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
