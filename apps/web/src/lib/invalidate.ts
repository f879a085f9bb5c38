import {
  dropDoubted,
  type Heard,
  hearMore,
  type Invalidation,
  isBehind,
  type LiveState,
  type MessageList,
  NO_STREAMS,
  oneAtATime,
  reconcileHidden,
  reconcileNothing,
  reconcileRows,
  reconcileStreams,
  type Stream,
} from '@duck/protocol'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import type { LiveStore } from './live-store.ts'
import { newestPage } from './message-cache.ts'
import { firstFetch, isShown, refetch, retryNow } from './refetch.ts'
import { sleep } from './sleep.ts'
import { trpc, type Utils } from './trpc.ts'

/** What this tab itself changed about the account. */
export type AccountInvalidation = { kind: 'me' | 'sign-ins' | 'api-keys' }

export type Invalidate = (stale: readonly (Invalidation | AccountInvalidation)[]) => void

export interface Cache {
  utils: Utils
  queryClient: QueryClient
  live: LiveStore
}

const RESUBSCRIBE_AT_MOST_EVERY_MS = 1_000
/** However many chats are written in elsewhere, the list of them is fetched so often. */
const SESSIONS_AT_MOST_EVERY_MS = 900

/** The one place that makes cached answers stale. What is shown is fetched again at once. */
export function createInvalidator(cache: Cache, resubscribe: () => void): Invalidate {
  const { utils, queryClient } = cache
  const heard = new Map<string, Heard>()
  /** Sessions whose streams are to be asked for once everything was. */
  const doubted = new Set<string>()

  const messages = oneAtATime(async (sessionId) => {
    await fetchMessages(cache, sessionId, () => {
      const word = heard.get(sessionId)
      heard.delete(sessionId)
      return word
    })
    settle(cache)
  })
  const streams = oneAtATime(async (sessionId) => {
    invalidate(await fetchStreams(cache, sessionId))
    settle(cache)
  })
  const sessions = oneAtATime(async () => {
    await Promise.all([utils.session.list.invalidate(), utils.session.get.invalidate()])
    await sleep(SESSIONS_AT_MOST_EVERY_MS)
  })
  const everything = oneAtATime(async () => {
    await utils.invalidate()
    settle(cache)
    for (const sessionId of heard.keys()) messages(sessionId)
    for (const sessionId of doubted) streams(sessionId)
    doubted.clear()
  })
  const gap = oneAtATime(async () => {
    resubscribe()
    await sleep(RESUBSCRIBE_AT_MOST_EVERY_MS)
  })

  const invalidate: Invalidate = (stale) => {
    const all = stale.some(({ kind }) => kind === 'everything')
    for (const item of stale) {
      if (item.kind === 'messages') heard.set(item.sessionId, hearMore(heard.get(item.sessionId), item))
      if (item.kind === 'stream-gap') gap('')
      if (all && item.kind === 'streams') doubted.add(item.sessionId)
      if (all) continue
      if (item.kind === 'messages') messages(item.sessionId)
      if (item.kind === 'streams') streams(item.sessionId)
      if (item.kind === 'sessions') sessions('')
      if (item.kind === 'feedback') void utils.message.listFeedback.invalidate({ sessionId: item.sessionId })
      if (item.kind === 'me') void utils.user.me.invalidate()
      if (item.kind === 'sign-ins') void utils.signIn.list.invalidate()
      if (item.kind === 'api-keys') void utils.apiKey.list.invalidate()
    }
    if (!all) return
    retryNow(queryClient)
    everything('')
  }
  return invalidate
}

/** Fetches the newest page when it lacks what was heard. */
async function fetchMessages(
  { queryClient, live }: Cache,
  sessionId: string,
  takeWord: () => Heard | undefined,
): Promise<void> {
  const key = messagesKey(sessionId)
  // It may have begun before what was heard: it is compared when it is there.
  await firstFetch(queryClient, key)
  const list = queryClient.getQueryData<MessageList>(key)
  const word = takeWord()
  if (list && !(word && isBehind(list, word))) return
  const asked = live.get()
  const answer = await refetch<MessageList>(queryClient, key)
  if (typeof answer === 'object')
    live.set(reconcileRows(live.get(), { asked, sessionId, rows: answer.data.messages }))
}

/** Fetches the session's streams; what they tell may make more stale. */
async function fetchStreams({ queryClient, live }: Cache, sessionId: string): Promise<Invalidation[]> {
  const key = getQueryKey(trpc.stream.list, { sessionId }, 'query')
  await firstFetch(queryClient, key)
  const asked = live.get()
  const answer = await refetch<{ streams: Stream[] }>(queryClient, key)
  if (answer === 'hidden') live.set(dropDoubted(live.get(), sessionId))
  if (answer === 'failed') live.set(reconcileNothing(live.get(), sessionId))
  if (typeof answer !== 'object') return []
  const { state, invalidate } = reconcileStreams(live.get(), { asked, sessionId, rows: answer.data.streams })
  live.set(state)
  return invalidate
}

/** Forgets answers whose row, or whose end without a row, the cache shows by now; of chats not shown, all that end. */
function settle(cache: Cache): void {
  const { live } = cache
  const sessionIds = new Set(Object.values(live.get().streams).map(({ sessionId }) => sessionId))
  live.set([...sessionIds].reduce((state, sessionId) => settled(state, cache, sessionId), live.get()))
}

function settled(state: LiveState, { utils, queryClient }: Cache, sessionId: string): LiveState {
  const list = utils.message.list.getData(newestPage(sessionId))
  // A chat that is being loaded is shown, though there are no rows yet.
  if (!list) return isShown(queryClient, messagesKey(sessionId)) ? state : reconcileHidden(state, sessionId)
  const streams = utils.stream.list.getData({ sessionId })?.streams ?? []
  // When they were asked for is not known here, so they speak only for what they have.
  const fetched = { asked: NO_STREAMS, sessionId }
  const next = reconcileStreams(state, { ...fetched, rows: streams }).state
  return reconcileRows(next, { ...fetched, rows: list.messages })
}

function messagesKey(sessionId: string): QueryKey {
  return getQueryKey(trpc.message.list, newestPage(sessionId), 'query')
}
