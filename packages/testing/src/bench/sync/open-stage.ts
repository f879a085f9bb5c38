import type { BenchPostgres } from '../bench-postgres.ts'
import { type Clients, startClients } from '../live/clients.ts'
import { type Duck, startDuck } from '../live/duck.ts'
import { type Held, tidy } from '../live/tidy.ts'
import { type Bare, startBare } from './bare.ts'

/** Who is measured by the side of whom. */
export type Side = 'duck' | 'bare'

/** Both servers, with as many clients each. */
export interface SyncStage extends AsyncDisposable {
  duck: Duck
  bare: Bare
  clients: Clients
  /** The session that every client shows. */
  sessionId: string
  /** A session that none shows. */
  otherSessionId: string
  /** What each server held before it had clients. */
  empty: Record<Side, Held>
  pid: Record<Side, number>
}

const CLIENT_PROCESSES = 2
const WARM = { perSecond: 100, count: 100 }
const WARM_MS = 10_000

/** Starts all, takes each server's measure after an answer that one client watched, and connects the clients. */
export async function openStage(postgres: BenchPostgres, clientCount: number): Promise<SyncStage> {
  await using undo = new AsyncDisposableStack()
  const duck = undo.use(await startDuck(postgres, `sync_${clientCount}`))
  const bare = undo.use(await startBare())
  const clients = undo.use(await startClients(CLIENT_PROCESSES))
  const [sessionId, otherSessionId] = [await duck.newSession(), await duck.newSession()]
  const stage = {
    duck,
    bare,
    clients,
    sessionId,
    otherSessionId,
    pid: { duck: duck.app.pid, bare: bare.pid },
  }
  await warmUp(stage)
  const empty = await tidyBoth(stage.pid)
  for (const [side, url] of [
    ['duck', duck.socketUrl],
    ['bare', bare.socketUrl],
  ] as const)
    await clients.connect(side, { wire: side, url, sessionIds: Array(clientCount).fill(sessionId) })
  const parts = undo.move()
  return { ...stage, empty, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** What both servers hold without their garbage. */
export async function tidyBoth(pid: Record<Side, number>): Promise<Record<Side, Held>> {
  return { duck: await tidy(pid.duck), bare: await tidy(pid.bare) }
}

async function warmUp({
  duck,
  bare,
  clients,
  sessionId,
  otherSessionId,
}: Omit<SyncStage, 'empty' | keyof AsyncDisposable>): Promise<void> {
  const warm = { duck: duck.socketUrl, bare: bare.socketUrl }
  for (const side of ['duck', 'bare'] as const)
    await clients.connect(`warm ${side}`, { wire: side, url: warm[side], sessionIds: [sessionId] })
  await clients.expect('warm duck', WARM.count)
  await Promise.all([duck.send(sessionId, WARM), bare.play(WARM)])
  for (let n = 0; n < WARM.count; n++) await duck.append(otherSessionId)
  await clients.report('warm duck', WARM_MS)
}
