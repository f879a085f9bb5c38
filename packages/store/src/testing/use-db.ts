import { must, uuidv7 } from '@duck/protocol'
import { useTestDatabase } from '@duck/testing/database'
import type postgres from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { connect, type Db } from '../db.ts'
import { createSession } from '../session/create.ts'

export interface TestDb {
  readonly db: Db
  /** A connection of the test's own, to look and to meddle. */
  readonly sql: postgres.Sql
  /** A new session of `local`, or of `userId`; gives its id. */
  newSession(userId?: string): Promise<string>
}

/** A connected store on the test file's own database. */
export function useDb(): TestDb {
  const database = useTestDatabase()
  let db: Db | undefined
  beforeAll(async () => {
    db = await connect(database.appUrl)
  })
  afterAll(() => db?.close())
  const ready = () => must(db, 'the store: it is connected from beforeAll on')
  return {
    get db() {
      return ready()
    },
    get sql() {
      return database.sql
    },
    async newSession(userId = 'local') {
      const { session } = await createSession(ready(), { id: uuidv7(), userId })
      return session.id
    },
  }
}
