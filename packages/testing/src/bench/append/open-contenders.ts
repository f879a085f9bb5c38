import type postgres from 'postgres'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import { bareInsert } from './bare-insert.ts'
import { categoryLock } from './category-lock.ts'
import type { Contender } from './contender.ts'
import { fullInsert } from './full-insert.ts'
import { openOther } from './open-other.ts'
import { connectOurs, ours } from './ours.ts'
import { loadSessions } from './sessions.ts'
import type { Sizes } from './sizes.ts'
import { unlocked } from './unlocked.ts'
import { unnestInsert } from './unnest-insert.ts'

export type ContenderName =
  | 'oursSpread'
  | 'oursHot'
  | 'bareInsert'
  | 'fullInsert'
  | 'unnestInsert'
  | 'categoryLock'
  | 'unlocked'

export interface Contenders extends AsyncDisposable {
  byName: Record<ContenderName, Contender>
  /** A superuser's one connection to the database where only ours run. */
  admin: postgres.Sql
  closeOurs(): Promise<void>
}

/** All contenders, each in a database of its own; ours share one. */
export async function openContenders(
  postgres: BenchPostgres,
  { sessions, users }: Sizes,
): Promise<Contenders> {
  await using undo = new AsyncDisposableStack()
  const spread = { sessions, users }
  const open = async (database: string, way: Parameters<typeof openOther>[1]['way'], size = spread) =>
    undo.use(await openOther(postgres, { database, sessions: size, way }))

  const database = await postgres.createDatabase('ours')
  const admin = openClient(database.adminUrl, 1)
  undo.defer(() => admin.end())
  const db = await connectOurs(database)
  undo.defer(() => db.close())
  const hot = { sessions: 1, users: 1 }
  const byName = {
    oursSpread: ours({ db, admin, sessions: await loadSessions(admin, spread) }),
    oursHot: ours({ db, admin, sessions: await loadSessions(admin, hot) }),
    bareInsert: await open('bare_insert', bareInsert),
    fullInsert: await open('full_insert', fullInsert),
    unnestInsert: await open('unnest_insert', unnestInsert),
    categoryLock: await open('category_lock', categoryLock),
    unlocked: await open('unlocked', unlocked, hot),
  }
  const parts = undo.move()
  return {
    byName,
    admin,
    closeOurs: () => db.close(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
