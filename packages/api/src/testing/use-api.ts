import { type Log, type RunningChat, startChat } from '@duck/chat'
import { createModels } from '@duck/llm'
import { LIMITS, must, uuidv7 } from '@duck/protocol'
import { connect, type Db } from '@duck/store'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import Fastify, { type FastifyInstance, type FastifyRequest, type InjectOptions } from 'fastify'
import { afterAll, beforeAll } from 'vitest'
import { registerRest } from '../rest/routes.ts'
import { registerTrpc } from '../trpc/register-trpc.ts'

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
  /** One request, as `user` ('local' unless told otherwise). */
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
  let parts: { db: Db; chat: RunningChat; app: FastifyInstance } | undefined
  beforeAll(async () => {
    const db = await connect(database.appUrl)
    const models = createModels({ openai: null, anthropic: null, ollama: null })
    const chat = await startChat({ db, models, log: logInto(logged), serverVersion: 'test' })
    parts = { db, chat, app: await serve(chat) }
  })
  afterAll(async () => {
    await parts?.app.close()
    await parts?.chat.close()
    await parts?.db.close()
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

async function serve(chat: RunningChat): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: LIMITS.bodyBytes, routerOptions: { maxParamLength: 1000 } })
  const contextOf = (request: FastifyRequest) => chat.as({ userId: String(request.headers['x-test-user']) })
  registerTrpc(app, contextOf)
  await app.register(async (scope) => registerRest(scope, contextOf))
  return app
}

function logInto(logged: TestApi['logged']): Log {
  const add = (facts: object, message: string) => void logged.push({ facts, message })
  return { info: add, warn: add, error: add }
}
