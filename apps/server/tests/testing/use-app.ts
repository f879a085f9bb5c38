import { must } from '@duck/protocol'
import { type App, modelEnvironment, startApp } from '@duck/testing/app'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { defaultReply, type ModelServer, type Reply, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, beforeEach } from 'vitest'

export interface TestApp {
  readonly app: App
  readonly model: ModelServer
  readonly sql: TestDatabaseHandle['sql']
  readonly databaseUrl: string
  /** Starts the server again at the same address, after `app.kill()`. */
  startAgain(): Promise<void>
}

/** One real server with a fake model for the test file; every test begins with `reply`. `env` is added to its environment. */
export function useApp(reply: Reply = defaultReply, env: Record<string, string> = {}): TestApp {
  const database = useTestDatabase()
  let running: { app: App; model: ModelServer } | undefined
  const start = (model: ModelServer, port: number) =>
    startApp({ databaseUrl: database.url, port, env: { ...modelEnvironment(model), ...env } })
  beforeAll(async () => {
    const model = await startModelServer({ reply })
    running = { model, app: await start(model, 0) }
  })
  beforeEach(() => running?.model.setReply(reply))
  afterAll(async () => {
    await running?.app.kill()
    await running?.model.close()
  })
  const ready = () => must(running, 'the app: it runs from beforeAll on')
  return {
    get app() {
      return ready().app
    },
    get model() {
      return ready().model
    },
    get sql() {
      return database.sql
    },
    get databaseUrl() {
      return database.url
    },
    async startAgain() {
      const { app, model } = ready()
      running = { model, app: await start(model, Number(new URL(app.url).port)) }
    },
  }
}
