import { createModels } from '@duck/llm'
import { type Message, must, uuidv7 } from '@duck/protocol'
import { connect, type Db } from '@duck/store'
import {
  type TestAccounts,
  type TestDatabaseHandle,
  testAccounts,
  useTestDatabase,
} from '@duck/testing/database'
import { defaultReply, type ModelServer, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { Context } from '../context.ts'
import { listMessages } from '../message/list.ts'
import { createSession } from '../session/create.ts'
import { type RunningChat, startChat } from '../start-chat.ts'
import { SILENT } from './silent.ts'
import { untilHeard } from './until-heard.ts'

export interface TestChat {
  readonly ctx: Context
  readonly chat: RunningChat
  readonly model: ModelServer
  readonly sql: TestDatabaseHandle['sql']
  /** Another server process's chat on the same database, closed with the file. */
  another(options?: ServerOptions): Promise<RunningChat>
  /** Another one, once it and the first hear each other; as the same user. */
  peer(options?: ServerOptions): Promise<Context>
  newSession(ctx?: Context): Promise<string>
  /** The session's rows once there are so many. */
  rows(sessionId: string, count: number): Promise<Message[]>
}

export interface ServerOptions {
  runningAnswersPerUser?: number
  /** Where it listens; at the database itself without. */
  listenUrl?: string
}

/** A running chat on the test file's own database, with the fake model server as its only model. */
export function useChat(options: ServerOptions = {}): TestChat {
  const database = useTestDatabase()
  const open: { db: Db; accounts: TestAccounts; chat: RunningChat }[] = []
  let model: ModelServer | undefined
  const start = async ({ listenUrl, ...own }: ServerOptions = options) => {
    const db = await connect(database.appUrl, { listenUrl })
    const settings = { apiKey: 'test', baseUrl: must(model, 'model').url }
    const models = createModels({ openai: settings, anthropic: null, ollama: null })
    const accounts = testAccounts(database.authUrl)
    const chat = await startChat({ db, accounts, models, log: SILENT, serverVersion: 'test', ...own })
    open.push({ db, accounts, chat })
    return chat
  }
  beforeAll(async () => {
    model = await startModelServer()
    await start()
  })
  beforeEach(() => model?.setReply(defaultReply))
  afterAll(async () => {
    for (const { chat, db, accounts } of open) {
      await chat.close()
      await Promise.all([db.close(), accounts.db.close()])
    }
    await model?.close()
  })
  const chat = () => must(open[0], 'the chat: it runs from beforeAll on').chat
  const ctx = () => chat().as({ userId: 'local' })
  return {
    get chat() {
      return chat()
    },
    get ctx() {
      return ctx()
    },
    get model() {
      return must(model, 'the model server: it runs from beforeAll on')
    },
    get sql() {
      return database.sql
    },
    another: start,
    async peer(given) {
      const other = await start(given)
      await untilHeard(chat(), other)
      await untilHeard(other, chat())
      return other.as({ userId: 'local' })
    },
    newSession: async (of = ctx()) => (await createSession({ ctx: of, input: {} })).id,
    rows: async (sessionId, count) => {
      const list = () => listMessages({ ctx: ctx(), input: { sessionId } })
      await expect.poll(async () => (await list()).messageCount, { timeout: 10_000 }).toBe(count)
      return (await list()).messages
    },
  }
}

/** What `message.send` takes, with new ids. */
export function say(sessionId: string, content: string) {
  return { sessionId, id: uuidv7(), streamId: uuidv7(), content }
}
