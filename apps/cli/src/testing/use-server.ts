import { must } from '@duck/protocol'
import { type App, type AppOptions, appEnvironment, NO_OLLAMA, startApp } from '@duck/testing/app'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { afterAll, beforeAll } from 'vitest'
import type { Ended } from './run-duck.ts'
import { runHere } from './run-here.ts'

export interface TestServer {
  readonly url: string
  readonly sql: TestDatabaseHandle['sql']
  /** Runs `duck` with the server's settings. */
  duck(...args: string[]): Promise<Ended>
  stop(): Promise<void>
  /** Starts it again on the same port. */
  start(): Promise<void>
}

/** A real server on a database of its own, for a test file. */
export function useServer(env: Record<string, string>): TestServer {
  const database = useTestDatabase()
  let app: App | undefined
  let port = 0
  const options = (): AppOptions => ({ databaseUrl: database.url, port, env: { ...NO_OLLAMA, ...env } })
  const start = async () => {
    app = await startApp(options())
    port = Number(new URL(app.url).port)
  }
  beforeAll(start)
  afterAll(async () => void (await app?.kill()))
  return {
    get url() {
      return must(app, 'the server: it runs from beforeAll on').url
    },
    get sql() {
      return database.sql
    },
    duck: (...args) => runHere(args, { variables: appEnvironment(options()) }),
    stop: async () => void (await app?.stop()),
    start,
  }
}
