import { must } from '@duck/protocol'
import { prepareDatabase } from '@duck/store'
import { TEST_SECRET, type TestDatabase } from '@duck/testing/database'
import { createLegacyDatabase } from '@duck/testing/legacy'
import { afterAll, beforeAll } from 'vitest'

export interface AdoptedDatabase {
  readonly sql: TestDatabase['sql']
  /** As the role that signs people in. */
  readonly authUrl: string
}

/** The database of a test file: the old app's, adopted, without a session. */
export function useAdopted(): AdoptedDatabase {
  let database: TestDatabase | undefined
  let authUrl: string | undefined
  beforeAll(async () => {
    database = await createLegacyDatabase()
    authUrl = (await prepareDatabase({ url: database.url, secret: TEST_SECRET })).authUrl
  })
  afterAll(() => database?.drop())
  return {
    get sql() {
      return must(database, 'the database: it is adopted from beforeAll on').sql
    },
    get authUrl() {
      return must(authUrl, 'the way to its accounts')
    },
  }
}
