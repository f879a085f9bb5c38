import { type Legacy, openLegacy } from '@duck/legacy'
import { unreachableDatabase } from '@duck/store'
import { visitEmbeddedPostgres } from '@duck/store/embedded'
import type { Context } from '../context.ts'
import type { Env } from '../env.ts'

/**
 * Lets `act` use the database that holds the old app's arrays, as its owner, adopted or not. What is under way is not cut off
 * when the command is to end: `act` has the signal for that.
 *
 * @throws Error a sentence for the operator.
 */
export async function withLegacy<Result>(
  { databaseUrl, adminUrl, dataDir }: Env,
  { note, signal }: Pick<Context, 'note' | 'signal'>,
  act: (legacy: Legacy) => Promise<Result>,
): Promise<Result> {
  await using undo = new AsyncDisposableStack()
  const visit = async () => {
    const visit = await visitEmbeddedPostgres({ dataDir, onProgress: note, signal })
    undo.defer(() => visit.end())
    return visit.url
  }
  const legacy = undo.use(openLegacy(adminUrl ?? databaseUrl ?? (await visit())))
  await legacy.sql`select 1`.catch((error: unknown) => {
    throw unreachableDatabase(error)
  })
  return await act(legacy)
}
