import { ERROR_CODES, type ErrorCode, type ErrorFacts, must } from '@duck/protocol'
import { TRPCClientError } from '@trpc/client'
import { createTestClient, type TestClient } from '../../app/create-test-client.ts'
import { NO_OLLAMA, UNLIMITED } from '../../app/model-environment.ts'
import { startApp } from '../../app/start-app.ts'
import type { App } from '../../app/start-server-process.ts'
import type { Outcome } from '../history.ts'
import { createTurns } from './create-turns.ts'
import { errorLine } from './error-line.ts'
import { outcomeOf, outcomeOfError } from './outcome-of.ts'
import { HANGS_AFTER_MS, HUNG, type Target } from './target.ts'

interface Server {
  app: App
  client: TestClient
}

const MOST_STARTS = 20

/** The real servers, on one database, through their HTTP interface; all calls are the one user's. */
export async function startAppServers(databaseUrl: string, processes: number): Promise<Target> {
  const servers: Server[] = []
  const expected = new WeakSet<App>()
  const crashes: string[] = []
  const inTurn = createTurns()
  const start = async (place: number) => {
    const app = await startPatiently(databaseUrl)
    servers[place] = { app, client: createTestClient(app.url) }
    void app.exited.then(() => {
      if (expected.has(app)) return
      crashes.push(errorLine(app.output()))
      void inTurn(place, () => start(place))
    })
  }
  const stop = async (place: number) => {
    const { app, client } = must(servers[place], 'a server')
    expected.add(app)
    await app.kill()
    await client.close()
  }
  const rpc = (route: number) => must(servers[route % processes], 'a server').client.rpc
  const places = Array.from({ length: processes }, (_, place) => place)
  for (const place of places) await start(place)
  return {
    append: (route, { userId: _local, ...input }) =>
      outcome((options) => rpc(route).message.append.mutate(input, options)),
    list: (route, { userId: _local, ...input }) =>
      outcome((options) => rpc(route).message.list.query(input, options)),
    createSession: (route, { sessionId }) =>
      outcome((options) => rpc(route).session.create.mutate({ id: sessionId }, options)),
    processes,
    kill: (place) =>
      inTurn(place, async () => {
        await stop(place)
        await start(place)
      }),
    crashes: () => crashes,
    async [Symbol.asyncDispose]() {
      await Promise.all(places.map((place) => inTurn(place, () => stop(place))))
    },
  }
}

// A server that cannot reach its database at the start ends, and is started again as by a supervisor.
async function startPatiently(databaseUrl: string): Promise<App> {
  for (let starts = 1; ; starts++) {
    try {
      return await startApp({ databaseUrl, env: { ...NO_OLLAMA, ...UNLIMITED } })
    } catch (error) {
      if (starts === MOST_STARTS) throw error
    }
  }
}

async function outcome<Value>(
  call: (options: { signal: AbortSignal }) => Promise<Value>,
): Promise<Outcome<Value>> {
  const signal = AbortSignal.timeout(HANGS_AFTER_MS)
  try {
    return { kind: 'ack', value: await call({ signal }) }
  } catch (error) {
    if (signal.aborted) return { kind: 'unknown', code: HUNG }
    const data = error instanceof TRPCClientError ? refusalIn(error.data) : undefined
    return data ? outcomeOf(data.code, data) : outcomeOfError(error)
  }
}

function refusalIn(data: unknown): (ErrorFacts & { code: ErrorCode }) | undefined {
  if (typeof data !== 'object' || data === null || !('code' in data)) return undefined
  const known = ERROR_CODES.find((code) => code === data.code)
  return known && { ...data, code: known }
}
