import { isAbsent } from '@duck/protocol'
import type { QueryClient } from '@tanstack/react-query'
import type { Socket } from './create-socket.ts'
import { isInView } from './returns.ts'
import { createStore, type Store } from './store.ts'

/**
 * `live`: what is shown is what the server has. `catching-up`: hints arrive, and what is shown is being fetched.
 * `polling`: the server answers calls, but no WebSocket opens. `offline`: it does not answer, and the browser knows why.
 */
export type ConnectionState = 'live' | 'catching-up' | 'polling' | 'reconnecting' | 'offline'

export interface Connection {
  state: Store<ConnectionState>
  /** Until when the page was last `live`, by `Date.now`; null before the first time. */
  inStepAt: Store<number | null>
  /** How often the page came back from where it may have missed something. */
  returns: Store<number>
  /** The feed begins anew, and has yet to say what there is. */
  begun: () => void
  /** The feed said what there is, or that anything may have changed: what is shown is being fetched by now. */
  heardAll: () => void
  /** The page is back: until the server is heard it is not known whether it missed anything. */
  comeBack: () => void
  close: () => void
}

interface Given {
  /** Whether the feed is up. */
  connected: Store<boolean>
  queryClient: QueryClient
  socket: Pick<Socket, 'failures' | 'opens' | 'heardAt' | 'wake'>
  /** Whether the server answers a call; never rejects. */
  answers?: () => Promise<boolean>
}

const FIRST_LOOK_MS = 1_000
const LOOK_EVERY_MS = 4_000
const ANSWER_WITHIN_MS = 3_000

/** Follows how the page stands to its server. */
export function trackConnection({
  connected,
  queryClient,
  socket,
  answers = serverAnswers,
}: Given): Connection {
  const state = createStore<ConnectionState>('reconnecting')
  const inStepAt = createStore<number | null>(null)
  const returns = createStore(0)
  let heardAll = false
  let isProven = true
  let down: 'reconnecting' | 'offline' | 'polling' = 'reconnecting'
  /** The tries to open the WebSocket that had failed when the server last answered a call. */
  let failedBefore: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0
  let lastHeard: number | null = null

  const settle = () => {
    const isInStep = heardAll && isProven && !isBehind(queryClient)
    const next = !connected.get() ? down : isInStep ? 'live' : 'catching-up'
    if (state.get() === 'live' && next !== 'live') inStepAt.set(lastHeard)
    state.set(next)
  }
  const settleSoon = oncePerTurn(settle)
  const begun = () => {
    heardAll = false
    settle()
  }
  const heard = () => {
    lastHeard = socket.heardAt.get()
    if (isProven) return
    isProven = true
    settle()
  }
  const ask = async () => {
    const mine = ++round
    const answered = await answers()
    if (mine !== round) return
    const failed = socket.failures.get()
    const refused = answered && failedBefore !== null && failed > failedBefore
    failedBefore = answered ? (failedBefore ?? failed) : null
    down = refused ? 'polling' : answered || navigator.onLine ? 'reconnecting' : 'offline'
    // The server is there: no reason to wait for the end of a pause.
    if (answered && !refused) socket.wake()
    settle()
    timer = setTimeout(askInView, LOOK_EVERY_MS)
  }
  const askInView = () => {
    if (isInView()) void ask()
    else timer = setTimeout(askInView, LOOK_EVERY_MS)
  }
  const stopAsking = () => {
    round++
    clearTimeout(timer)
  }
  const follow = () => {
    stopAsking()
    down = 'reconnecting'
    failedBefore = null
    if (!connected.get()) timer = setTimeout(askInView, FIRST_LOOK_MS)
    settle()
  }
  const stops = [
    connected.subscribe(follow),
    socket.heardAt.subscribe(heard),
    // Not when the feed is said to be up: its first word may be here before that is.
    socket.opens.subscribe(begun),
    queryClient.getQueryCache().subscribe(({ type }) => type === 'updated' && settleSoon()),
    stopAsking,
  ]
  follow()
  return {
    state,
    inStepAt,
    heardAll: () => {
      heardAll = true
      settle()
    },
    returns,
    begun,
    comeBack: () => {
      isProven = false
      settle()
      returns.set(returns.get() + 1)
      if (connected.get()) return
      stopAsking()
      void ask()
    },
    close: () => {
      for (const stop of stops) stop()
    },
  }
}

/**
 * Something that is shown is older than what was heard, and is being fetched, or could not be. What is gone stays as it was
 * shown last; what is stale and neither is fetched when it is next needed, as a query that was off when it became stale.
 */
function isBehind(queryClient: QueryClient): boolean {
  const shown = queryClient.getQueryCache().findAll({ type: 'active' })
  return shown.some(({ state: { isInvalidated, fetchStatus, error } }) => {
    const failed = error !== null && !isAbsent(error)
    return isInvalidated && (fetchStatus === 'fetching' || failed)
  })
}

async function serverAnswers(): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  const answer = await fetch('/readyz', { cache: 'no-store', signal }).catch(() => null)
  return answer?.ok ?? false
}

function oncePerTurn(job: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    queueMicrotask(() => {
      waiting = false
      job()
    })
  }
}
