import { uuidv7 } from '@duck/protocol'
import { modelEnvironment, UNLIMITED } from '../../app/model-environment.ts'
import { startApp } from '../../app/start-app.ts'
import type { App } from '../../app/start-server-process.ts'
import { TEST_HEADERS } from '../../database/test-user.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { type Model, startModel } from './model.ts'
import { type Plan, writePlan } from './plan.ts'
import { TIDY_OPTIONS } from './tidy.ts'

/** The real server, asking the paced model. */
export interface Duck extends AsyncDisposable {
  app: App
  /** For WebSockets. */
  socketUrl: string
  /** The model server's. */
  modelUrl: string
  /** A superuser's, to the database. */
  adminUrl: string
  newSession(): Promise<string>
  /** Sends the prompt that makes the model answer so. */
  send(sessionId: string, plan: Plan): Promise<void>
  append(sessionId: string): Promise<void>
}

const MODEL = 'openai/paced'
const MOST_ANSWERS = '1000'

/** `limits` are settings of the server's; without, one user may stand for many. */
export async function startDuck(
  postgres: BenchPostgres,
  database: string,
  limits: Record<string, string> = { ...UNLIMITED, DUCK_LIMIT_RUNNING_ANSWERS: MOST_ANSWERS },
): Promise<Duck> {
  await using undo = new AsyncDisposableStack()
  const model: Model = undo.use(await startModel())
  const { appUrl, adminUrl } = await postgres.createDatabase(database)
  const env = {
    ...modelEnvironment(model),
    ...limits,
    ...TIDY_OPTIONS,
  }
  const app = undo.use(await startApp({ databaseUrl: appUrl, env }))
  const parts = undo.move()
  const call = (procedure: string, input: object) => mutate(`${app.url}/trpc/${procedure}`, input)
  return {
    app,
    socketUrl: `${app.url.replace('http', 'ws')}/trpc`,
    modelUrl: model.url,
    adminUrl,
    async newSession() {
      const id = uuidv7()
      await call('session.create', { id, title: 'Bench', model: MODEL })
      return id
    },
    send: (sessionId, wanted) =>
      call('message.send', { sessionId, id: uuidv7(), content: writePlan(wanted) }),
    append: (sessionId) =>
      call('message.append', { sessionId, id: uuidv7(), role: 'user', content: 'Quack' }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function mutate(url: string, input: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...TEST_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
}
