import { type Log, type RunningChat, startChat } from '@duck/chat'
import { createModels } from '@duck/llm'
import { LIMITS, must, uuidv7 } from '@duck/protocol'
import { connect, type Db } from '@duck/store'
import {
  type TestAccounts,
  type TestDatabaseHandle,
  testAccounts,
  useTestDatabase,
} from '@duck/testing/database'
import Fastify, { type FastifyInstance, type FastifyRequest, type InjectOptions } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { registerRest } from '../rest/register-rest.ts'
import { type Callers, registerTrpc } from '../trpc/register-trpc.ts'

/** What a call came back with; `body` is parsed JSON, or the text of any other answer. */
export interface Answer {
  status: number
  headers: Record<string, unknown>
  body: unknown
}

export interface TestApi {
  readonly sql: TestDatabaseHandle['sql']
  /** Everything that was logged so far. */
  readonly logged: { facts: object; message: string }[]
  /** One request, as `user` ('local' unless told otherwise; '' is nobody). */
  call(options: InjectOptions, user?: string): Promise<Answer>
  query(procedure: string, input?: unknown, user?: string): Promise<Answer>
  mutate(procedure: string, input?: unknown, user?: string): Promise<Answer>
  /** A new session; gives its id. */
  newSession(user?: string): Promise<string>
}

/** tRPC and REST over a running chat on the test file's own database. */
export function useApi(): TestApi {
  const database = useTestDatabase()
  const logged: TestApi['logged'] = []
  let parts: { db: Db; accounts: TestAccounts; chat: RunningChat; app: FastifyInstance } | undefined
  beforeAll(async () => {
    const db = await connect(database.appUrl)
    const models = createModels({ openai: null, anthropic: null, ollama: null })
    const accounts = testAccounts(database.authUrl)
    const log = logInto(logged)
    const chat = await startChat({ db, accounts, models, log, serverVersion: 'test' })
    const { options: signInOptions } = accounts
    const contextOf = async ({ headers }: FastifyRequest) =>
      headers['x-test-user'] === '' ? null : chat.as({ userId: String(headers['x-test-user']) })
    parts = { db, accounts, chat, app: await serve({ contextOf, signInOptions, log }) }
  })
  afterAll(async () => {
    await parts?.app.close()
    await parts?.chat.close()
    await parts?.db.close()
    await parts?.accounts.db.close()
  })
  const call: TestApi['call'] = async (options, user = 'local') => {
    const { app } = must(parts, 'the API: it is served from beforeAll on')
    const answer = await app.inject({ ...options, headers: { 'x-test-user': user, ...options.headers } })
    const isJson = String(answer.headers['content-type']).includes('json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson && answer.body !== '' ? answer.json() : answer.body,
    }
  }
  return {
    get sql() {
      return database.sql
    },
    logged,
    call,
    query: (procedure, input, user) =>
      call({ url: `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input ?? {}))}` }, user),
    mutate: (procedure, input, user) =>
      call({ method: 'POST', url: `/trpc/${procedure}`, payload: Object(input) }, user),
    async newSession(user) {
      const id = uuidv7()
      await call({ method: 'POST', url: '/api/sessions', payload: { id } }, user)
      return id
    },
  }
}

async function serve(callers: Callers): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: LIMITS.bodyBytes, routerOptions: { maxParamLength: 1000 } })
  registerTrpc(app, callers)
  await app.register(async (scope) => registerRest(scope, callers))
  return app
}

function logInto(logged: TestApi['logged']): Log {
  const add = (facts: object, message: string) => void logged.push({ facts, message })
  return { info: add, warn: add, error: add }
}
