import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { createTestClient } from '../app/create-test-client.ts'
import { modelEnvironment, UNLIMITED } from '../app/model-environment.ts'
import { startApp } from '../app/start-app.ts'
import type { App } from '../app/start-server-process.ts'
import type { Reply } from '../model-server/script.ts'
import { type ModelServer, startModelServer } from '../model-server/start-model-server.ts'
import type { Sources } from './check-session.ts'

/** The running product, a model server that answers with `reply`, and the ways to read what is stored. */
export interface Stage extends Sources, AsyncDisposable {
  app: App
  model: ModelServer
}

const WEB_APP = fileURLToPath(new URL('../../../../apps/web/dist/index.html', import.meta.url))

/** Starts it all on an empty database; throws an Error with what to do when the web app is not built. */
export async function openStage(databaseUrl: string, reply: Reply): Promise<Stage> {
  if (!existsSync(WEB_APP)) throw new Error('The web app is not built: run pnpm build first.')
  await using undo = new AsyncDisposableStack()
  const model = await startModelServer({ reply })
  undo.defer(() => model.close())
  const app = undo.use(await startApp({ databaseUrl, env: { ...modelEnvironment(model), ...UNLIMITED } }))
  const client = createTestClient(app.url)
  undo.defer(() => client.close())
  const sql = postgres(databaseUrl, { max: 4, onnotice: () => {} })
  undo.defer(() => sql.end({ timeout: 1 }))
  const parts = undo.move()
  return { app, model, client, sql, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}
