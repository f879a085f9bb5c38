import { connect, type Socket } from 'node:net'
import postgres from 'postgres'

/** One connection, not a pool: what it holds (an advisory lock) is gone once it closes. */
export interface AdminConnection {
  sql: postgres.Sql
  /** Settles when the connection is gone, whoever ended it. */
  closed: Promise<void>
  /** Lets Node end although the connection is open. */
  unref(): void
  end(): Promise<void>
}

interface AdminOptions {
  port: number
  password: string
  applicationName: string
}

// Advisory locks belong to a database: this one always exists.
const DATABASE = 'postgres'

/** A connection as the superuser, made at its first statement. */
export function openAdminConnection({ port, password, applicationName }: AdminOptions): AdminConnection {
  const opened = Promise.withResolvers<void>()
  let socket: Socket | undefined
  // `socket` is missing in the driver's types; without it there is no way to unref the connection.
  const options = {
    host: '127.0.0.1',
    port,
    user: 'duck',
    password,
    database: DATABASE,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    connection: { application_name: applicationName },
    onnotice: () => {},
    socket: async () => {
      socket = await openSocket(port)
      socket.once('close', () => opened.resolve())
      return socket
    },
  }
  const sql = postgres(options)
  return { sql, closed: opened.promise, unref: () => socket?.unref(), end: () => sql.end({ timeout: 1 }) }
}

function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}
