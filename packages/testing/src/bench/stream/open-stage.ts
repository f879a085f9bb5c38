import type postgres from 'postgres'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import { type Clients, startClients } from '../live/clients.ts'
import { type Duck, startDuck } from '../live/duck.ts'
import { beginCounting } from './count-checkpoints.ts'
import { type RawReaders, startRawReaders } from './raw-readers.ts'

/** One server, its tabs, and readers of the same model beside them. */
export interface StreamStage extends AsyncDisposable {
  duck: Duck
  tabs: Clients
  raw: RawReaders
  admin: postgres.Sql
}

const DATABASE = 'stream'

export async function openStage(postgres: BenchPostgres): Promise<StreamStage> {
  await using undo = new AsyncDisposableStack()
  const duck = undo.use(await startDuck(postgres, DATABASE))
  const admin = undo.adopt(openClient(duck.adminUrl, 1), (sql) => sql.end())
  await beginCounting(admin)
  const tabs = undo.use(await startClients(1))
  const raw = undo.use(await startRawReaders(duck.modelUrl))
  const parts = undo.move()
  return { duck, tabs, raw, admin, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}
