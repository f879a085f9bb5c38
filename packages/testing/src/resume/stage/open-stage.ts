import postgres from 'postgres'
import { createTestClient, type TestClient } from '../../app/create-test-client.ts'
import { modelEnvironment, UNLIMITED } from '../../app/model-environment.ts'
import { defaultReply } from '../../model-server/replies.ts'
import { lastUserText, type Script } from '../../model-server/script.ts'
import { type ModelServer, startModelServer } from '../../model-server/start-model-server.ts'
import { serversRoles, startPgbouncer } from '../../pgbouncer/start-pgbouncer.ts'
import { type RoundRobin, startRoundRobin } from '../../round-robin/start-round-robin.ts'
import { type ServerPair, startServerPair } from './server-pair.ts'

export interface StageOptions {
  /** A superuser's, to an empty, migrated database. */
  adminUrl: string
  /** What the product connects with. */
  appUrl: string
  /** Whether a pgbouncer in transaction mode stands before the database. */
  pooled: boolean
}

/** Two servers on one database behind one address, a model, and the ways to ask each of them. */
export interface Stage extends AsyncDisposable {
  /** A superuser's, past all poolers. */
  sql: postgres.Sql
  model: ModelServer
  /** What the model answers to a text, until told otherwise. */
  scripts: Map<string, Script>
  servers: ServerPair
  proxy: RoundRobin
  /** A client of one server alone. */
  client(place: number): TestClient
}

/** So many running answers that none of a run waits for the limit. */
const RUNNING_ANSWERS = '24'

export async function openStage({ adminUrl, appUrl, pooled }: StageOptions): Promise<Stage> {
  await using undo = new AsyncDisposableStack()
  const sql = postgres(adminUrl, { max: 4, onnotice: () => {} })
  undo.defer(() => sql.end({ timeout: 1 }))
  const scripts = new Map<string, Script>()
  const model = await startModelServer({
    reply: (request) => scripts.get(lastUserText(request)) ?? defaultReply(request),
  })
  undo.defer(() => model.close())
  const pooler = pooled ? undo.use(await startPooler(appUrl)) : undefined
  const env = {
    ...modelEnvironment(model),
    ...UNLIMITED,
    DUCK_LIMIT_RUNNING_ANSWERS: RUNNING_ANSWERS,
    ...(pooler ? { DATABASE_LISTEN_URL: appUrl } : {}),
  }
  const servers = undo.use(
    await startServerPair({ databaseUrl: pooler?.through(appUrl) ?? appUrl, env }, sql),
  )
  const proxy = undo.use(await startRoundRobin(() => servers.up().map(({ port }) => port)))
  const clients: TestClient[] = []
  undo.defer(async () => void (await Promise.all(clients.map((client) => client.close()))))
  const client = (place: number) => {
    const made = createTestClient(servers.at(place).url)
    clients.push(made)
    return made
  }
  const parts = undo.move()
  return { sql, model, scripts, servers, proxy, client, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

function startPooler(appUrl: string) {
  return startPgbouncer({ port: Number(new URL(appUrl).port), users: serversRoles(appUrl) })
}
