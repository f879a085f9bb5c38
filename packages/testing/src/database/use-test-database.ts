import { must } from '@duck/protocol'
import type postgres from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from './create-test-database.ts'

/** The database of a test file; readable from its first `beforeAll` on. */
export interface TestDatabaseHandle {
  readonly url: string
  readonly appUrl: string
  readonly authUrl: string
  readonly name: string
  readonly sql: postgres.Sql
}

/** Creates a database before the file's (or `describe`'s) tests and drops it after them. */
export function useTestDatabase(): TestDatabaseHandle {
  let database: TestDatabase | undefined
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database?.drop())
  const ready = () => must(database, 'the test database: it exists from beforeAll on')
  return {
    get url() {
      return ready().url
    },
    get appUrl() {
      return ready().appUrl
    },
    get authUrl() {
      return ready().authUrl
    },
    get name() {
      return ready().name
    },
    get sql() {
      return ready().sql
    },
  }
}
