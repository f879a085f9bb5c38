import { must } from '@duck/protocol'
import { type App, NO_OLLAMA, startApp } from '@duck/testing/app'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { startPgbouncer, userOf } from '@duck/testing/pgbouncer'
import { afterAll, beforeAll } from 'vitest'
import { type Account, signUp } from './people.ts'
import { SETTINGS } from './settings.ts'

/** Two servers on one database. */
export interface Pair {
  readonly urls: readonly [string, string]
  readonly sql: TestDatabaseHandle['sql']
  readonly operator: Account
}

const OPERATOR = 'operator@people.example'

/** Where they are `pooled`, no notice of the one reaches the other. */
export function usePair({ pooled = false, env = {} as Record<string, string> } = {}): Pair {
  const database = useTestDatabase()
  const undo = new AsyncDisposableStack()
  let apps: [App, App] | undefined
  let operator: Account | undefined
  beforeAll(async () => {
    const { url, appUrl, authUrl, sql } = database
    const port = Number(new URL(url).port)
    const pooler = pooled
      ? undo.use(await startPgbouncer({ port, users: [userOf(appUrl), userOf(authUrl)] }))
      : null
    const databaseUrl = pooler ? pooler.through(appUrl) : appUrl
    const settings = { ...NO_OLLAMA, ...SETTINGS, DUCK_OPERATORS: OPERATOR, ...env }
    const start = async () => undo.use(await startApp({ databaseUrl, env: settings }))
    apps = [await start(), await start()]
    operator = await signUp(apps[0].url, 'operator')
    await sql`update auth.people set email_verified = true where email = ${OPERATOR}`
  })
  afterAll(() => undo.disposeAsync())
  return {
    get urls() {
      const [first, second] = must(apps, 'the servers')
      return [first.url, second.url] as const
    },
    get sql() {
      return database.sql
    },
    get operator() {
      return must(operator, 'the operator')
    },
  }
}
