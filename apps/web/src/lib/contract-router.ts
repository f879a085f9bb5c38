import type {
  Message,
  MessageList,
  Model,
  Session,
  SessionList,
  Stream,
  SyncEvent,
  WatchEvent,
} from '@duck/protocol'
import { initTRPC, tracked } from '@trpc/server'

// The contract's procedures as types, until the server's router can be imported. Never part of the bundle.
const t = initTRPC.create()
const input = <Input>() => t.procedure.input((value: unknown) => value as Input)
const never = (): never => {
  throw new Error('types only')
}

type Page = { sessionId: string; before?: number; after?: number; around?: number; limit?: number }
type Send = {
  sessionId: string
  id: string
  content: string
  model?: string
  parentId?: string | null
  streamId?: string
}
type Start = { sessionId: string; id: string; promptId: string; continueFrom?: string; model?: string }
type Update = {
  sessionId: string
  title?: string | null
  model?: string | null
  pinned?: boolean
  archived?: boolean
}
type Create = { id?: string; title?: string | null; model?: string | null; systemPrompt?: string | null }

const appRouter = t.router({
  session: t.router({
    create: input<Create>().mutation((): Session => never()),
    list: input<{ cursor?: string | null; limit?: number }>().query((): SessionList => never()),
    get: input<{ sessionId: string }>().query((): Session => never()),
    update: input<Update>().mutation((): Session => never()),
    delete: input<{ sessionId: string; forever?: boolean }>().mutation((): object => never()),
  }),
  message: t.router({
    send: input<Send>().mutation((): { message: Message; stream: Stream } => never()),
    list: input<Page>().query((): MessageList => never()),
    get: input<{ messageId: string }>().query((): Message => never()),
    count: input<{ sessionId: string }>().query((): { messageCount: number } => never()),
  }),
  stream: t.router({
    start: input<Start>().mutation((): { stream: Stream } => never()),
    list: input<{ sessionId: string }>().query((): { streams: Stream[] } => never()),
    stop: input<{ streamId: string }>().mutation((): { stream: Stream } => never()),
    watch: input<{ streamId: string; offset?: number }>().subscription(
      async function* (): AsyncGenerator<WatchEvent> {},
    ),
  }),
  sync: t.router({
    subscribe: input<{ sessionIds?: string[]; lastEventId?: string | null }>().subscription(
      async function* () {
        yield tracked('', never() as SyncEvent)
      },
    ),
  }),
  model: t.router({
    list: t.procedure.query((): { models: Model[] } => never()),
  }),
})

export type AppRouter = typeof appRouter
