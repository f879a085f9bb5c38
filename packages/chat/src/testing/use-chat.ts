import { createModels } from '@duck/llm'
import { type Message, must, uuidv7 } from '@duck/protocol'
import { connect, type Db } from '@duck/store'
import { type TestDatabaseHandle, useTestDatabase } from '@duck/testing/database'
import { defaultReply, type ModelServer, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import type { Context } from '../context.ts'
import { listMessages } from '../message/list.ts'
import { createSession } from '../session/create.ts'
import { type RunningChat, startChat } from '../start-chat.ts'
import { SILENT } from './silent.ts'

export interface TestChat {
  readonly ctx: Context
  readonly chat: RunningChat
  readonly model: ModelServer
  readonly sql: TestDatabaseHandle['sql']
  /** Another server process's chat on the same database, closed with the file. */
  another(): Promise<RunningChat>
  newSession(ctx?: Context): Promise<string>
  /** The session's rows once there are so many. */
  rows(sessionId: string, count: number): Promise<Message[]>
}

/** A running chat on the test file's own database, with the fake model server as its only model. */
export function useChat(): TestChat {
  const database = useTestDatabase()
  const open: { db: Db; chat: RunningChat }[] = []
  let model: ModelServer | undefined
  const start = async () => {
    const db = await connect(database.appUrl)
    const settings = { apiKey: 'test', baseUrl: must(model, 'model').url }
    const models = createModels({ openai: settings, anthropic: null, ollama: null })
    const chat = await startChat({ db, models, log: SILENT, serverVersion: 'test' })
    open.push({ db, chat })
    return chat
  }
  beforeAll(async () => {
    model = await startModelServer()
    await start()
  })
  beforeEach(() => model?.setReply(defaultReply))
  afterAll(async () => {
    for (const { chat, db } of open) await chat.close().then(() => db.close())
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
