import { must } from '@duck/protocol'
import { type App, modelEnvironment, startApp } from '@duck/testing/app'
import { TEST_KEY, type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { defaultReply, type ModelServer, type Reply, startModelServer } from '@duck/testing/model-server'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { createDuckClient, type DuckClient } from '../create-duck-client.ts'
import type { ClientOptions } from '../settings.ts'

export interface TestServer {
  readonly url: string
  readonly model: ModelServer
  readonly sql: TestDatabaseHandle['sql']
  /** A client of the user of the tests, closed after the test. */
  client: (options?: ClientOptions) => DuckClient
  /** kill -9. */
  kill: () => Promise<void>
  /** Starts it again at the same address. */
  startAgain: () => Promise<void>
}

/** One real server with a fake model for the test file. */
export function useServer(reply: Reply = defaultReply): TestServer {
  const database = useTestDatabase()
  const clients: DuckClient[] = []
  let running: { app: App; model: ModelServer } | undefined
  const ready = () => must(running, 'the server: it runs from beforeAll on')
  const start = (model: ModelServer, port: number) =>
    startApp({ databaseUrl: database.url, port, env: modelEnvironment(model) })
  beforeAll(async () => {
    const model = await startModelServer({ reply })
    running = { model, app: await start(model, 0) }
  })
  beforeEach(() => running?.model.setReply(reply))
  afterEach(() => {
    for (const client of clients.splice(0)) client.close()
  })
  afterAll(async () => {
    await running?.app.kill()
    await running?.model.close()
  })
  return {
    get url() {
      return ready().app.url
    },
    get model() {
      return ready().model
    },
    get sql() {
      return database.sql
    },
    client(options = {}) {
      const client = createDuckClient({ url: ready().app.url, token: TEST_KEY, ...options })
      clients.push(client)
      return client
    },
    async kill() {
      await ready().app.kill()
    },
    async startAgain() {
      const { app, model } = ready()
      running = { model, app: await start(model, Number(new URL(app.url).port)) }
    },
  }
}
