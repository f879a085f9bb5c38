import { must } from '@duck/protocol'
import type postgres from 'postgres'
import { type AppOptions, startApp } from '../../app/start-app.ts'
import type { App } from '../../app/start-server-process.ts'

export interface RunningServer {
  app: App
  url: string
  port: number
  /** As `message_streams.server_id` names it. */
  id: string
}

/** Two servers on one database, each of which can be killed and started again. */
export interface ServerPair extends AsyncDisposable {
  /** Those that are up. */
  up(): RunningServer[]
  /** The one at place 0 or 1; throws when it is down. */
  at(place: number): RunningServer
  /** kill -9. */
  kill(place: number): Promise<void>
  /** Starts a new one in the place of one that was killed, at another port. */
  start(place: number): Promise<void>
}

export const PAIR = [0, 1] as const

export async function startServerPair(options: AppOptions, sql: postgres.Sql): Promise<ServerPair> {
  const servers: (RunningServer | undefined)[] = []
  const known = new Set<string>()
  const at = (place: number) => must(servers[place], `server ${place}, which is down`)
  const start = async (place: number) => {
    const app = await startApp(options)
    servers[place] = {
      app,
      url: app.url,
      port: Number(new URL(app.url).port),
      id: await newServer(sql, known),
    }
  }
  const kill = async (place: number) => {
    const { app } = at(place)
    servers[place] = undefined
    await app.kill()
  }
  const up = () => servers.filter((server) => server !== undefined)
  const dispose = async () => {
    for (const { app } of up()) await app.kill()
  }
  try {
    for (const place of PAIR) await start(place)
  } catch (error) {
    await dispose()
    throw error
  }
  return { up, at, kill, start, [Symbol.asyncDispose]: dispose }
}

/** The id of the server that came since the last look; they are started one after another. */
async function newServer(sql: postgres.Sql, known: Set<string>): Promise<string> {
  const rows = await sql<{ id: string }[]>`select id from servers order by started_at`
  const id = must(rows.findLast((row) => !known.has(row.id))?.id, 'the new server in the table of servers')
  known.add(id)
  return id
}
