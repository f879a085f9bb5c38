import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What postgres.js asks a socket for. */
export interface Address {
  host: string[]
  port: number[]
  path?: string | undefined
}

/** The one socket of a connection. */
export interface Wire {
  /** Connects; a second time it refuses. */
  open: (address: Address) => Promise<Socket>
  /** Whether it was cut, from either side, or never came to be. */
  isLost: () => boolean
  /** From now on it is lost. */
  cut: () => void
}

const CONNECT_MS = 5_000

/**
 * A socket that is never replaced by another. Left to itself postgres.js connects anew in the same client, which then
 * answers with the error of the connection before, or never; and without end where it is let in and cut at once.
 */
export function createWire(): Wire {
  let socket: Socket | undefined
  let lost = false
  let connected = false
  const cut = () => {
    lost = true
    // An error is for whoever still waits for the connection: afterwards nobody may listen for it.
    socket?.destroy(connected ? undefined : failure('CONNECTION_CLOSED'))
  }
  return {
    isLost: () => lost,
    cut,
    async open({ host: [host = ''], port: [port = 0], path }) {
      if (socket || lost) {
        cut()
        throw failure('CONNECTION_CLOSED')
      }
      const made = path ? connect(path) : connect(port, host)
      socket = made
      for (const event of ['error', 'end', 'close']) made.on(event, () => (lost = true))
      const timer = setTimeout(() => made.destroy(failure('CONNECT_TIMEOUT')), CONNECT_MS)
      await once(made, 'connect').finally(() => clearTimeout(timer))
      connected = true
      // For the name in a certificate.
      return Object.assign(made, { host, port })
    },
  }
}

function failure(code: string): Error {
  return Object.assign(new Error('The connection is lost.'), { code })
}
