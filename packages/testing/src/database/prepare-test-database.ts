import { type PreparedDatabase, prepareDatabase } from '@duck/store'
import { TEST_SECRET } from './test-secret.ts'
import { addTestUser } from './test-user.ts'

/** The product's schema, the user of the tests and no other row. `url` is a superuser's, to an empty database. */
export async function prepareTestDatabase(url: string): Promise<PreparedDatabase> {
  const prepared = await prepareDatabase({ url, secret: TEST_SECRET })
  await addTestUser(url)
  return prepared
}
