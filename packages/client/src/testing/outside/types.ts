import {
  AppendOnlyChatService,
  createDuckClient,
  type DuckClient,
  type Message,
  type MessageList,
  type Session,
  type SessionView,
  type SyncEvent,
  type WatchEvent,
} from '@duck/client'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Input<Call extends (...args: never) => unknown> = Parameters<Call>[0]
type Item<Call extends (input: never, listener: never) => unknown> = Parameters<Call>[1] extends {
  onData: (item: infer Data) => void
}
  ? Data
  : never

type Rpc = DuckClient['rpc']

/** Each is true, or this does not compile. */
export const exact: {
  created: Same<Awaited<ReturnType<Rpc['session']['create']['mutate']>>, Session>
  listed: Same<Awaited<ReturnType<Rpc['message']['list']['query']>>, MessageList>
  asked: Same<Input<Rpc['message']['get']['query']>, { messageId: string }>
  watched: Same<Item<Rpc['stream']['watch']['subscribe']>, WatchEvent>
  synced: Same<Item<Rpc['sync']['subscribe']['subscribe']>, { id: string; data: SyncEvent }>
  role: Same<Message['role'], 'user' | 'assistant' | 'system'>
} = { created: true, listed: true, asked: true, watched: true, synced: true, role: true }

/** Never called: what must not compile does not. */
export async function wrong(client: DuckClient): Promise<void> {
  const session = client.session('s')
  // @ts-expect-error there is no such procedure
  await client.rpc.message.update.mutate({})
  // @ts-expect-error the content is missing
  await client.rpc.message.append.mutate({ sessionId: 's', id: 'i', role: 'user' })
  // @ts-expect-error there is no such field
  await client.rpc.session.create.mutate({ owner: 'me' })
  // @ts-expect-error a query is not called as a mutation
  await client.rpc.session.get.mutate({ sessionId: 's' })
  // @ts-expect-error an input that is needed
  await client.rpc.session.get.query()
  // @ts-expect-error there is no such role
  await session.append({ role: 'tool', content: 'x' })
  // @ts-expect-error an end may have no row
  for await (const part of session.send('x')) if (part.type === 'ended') take(part.message.content)
  // @ts-expect-error a view is no row
  for await (const view of session.watch()) take(view.content)
  // @ts-expect-error rows are numbered
  for await (const { messages } of session.messages()) take(messages[0]?.messageIndex)
  // @ts-expect-error the address is a text
  createDuckClient({ url: 3000 })
  // @ts-expect-error a conversation has an id
  new AppendOnlyChatService()
  await client.rpc.session.list.query()
  await client.rpc.session.list.query({})
}

function take(_text: string): void {}

export function lastOf(view: SessionView): string | undefined {
  return view.line.at(-1)?.content
}
