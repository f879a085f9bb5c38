import { PromptCloseSocket } from '@duck/client/socket'
import { createWSClient, type TRPCWebSocketClient } from '@trpc/client'
import type { Account } from './account.ts'
import { dropDeadLines } from './drop-dead-lines.ts'
import { createStore, type Store } from './store.ts'
import { wakeable } from './wakeable.ts'

const RECONNECT_MS = [0, 250, 500, 1_000, 2_000]
const RECONNECT_LONGEST_MS = 4_000
const LOOK_WITHIN_MS = 1_000
/** A call that takes so long right after a return went over a line that died meanwhile, as a rule. */
const LATE_MS = 800
/** The server's word for: what the socket was opened with is good no longer. */
const SIGNED_OUT = 4401

export interface Socket {
  client: TRPCWebSocketClient
  /** How often it was tried in vain to open it, since it was last open. */
  failures: Store<number>
  /** How often it was opened. */
  opens: Store<number>
  /** When the server was last heard over it, by `Date.now`; null before the first time. */
  heardAt: Store<number | null>
  /** Opens it anew: who is signed in is read only when it opens. */
  reopen: () => void
  /** The next try to open it is made now. */
  wake: () => void
  /** Asks whether it still leads to the server, and opens it anew when it does not. */
  prove: () => void
  /** Keeps it closed until `bringBack`: a page with an open one cannot be kept for the browser's back button. */
  putAway: () => void
  bringBack: () => void
  close: () => void
}

/**
 * The WebSocket of a user's page. It opens as soon as that user is signed in, and again whenever it was lost; the calls under
 * way by then are given up, as they may have gone over lines that died with it. After a return so are those that take long.
 */
export function createSocket(
  account: Pick<Account, 'look' | 'whenIn'>,
  caller: Store<string | null>,
  giveUpCalls: (ms: number) => void,
): Socket {
  let opened = true
  /** The socket was lost, or the page is back: the browser's other connections may be no better. */
  let mayBeDead = false
  /** The page is back, or offline: a try that began before and leads nowhere is followed by another one at once. */
  let isHurried = false
  let lateCalls: ReturnType<typeof setTimeout> | undefined
  const failures = createStore(0)
  const opens = createStore(0)
  const heardAt = createStore<number | null>(null)
  // Between tries: who comes back to the page does not wait for the end of a long pause.
  const rest = wakeable()
  let away: PromiseWithResolvers<void> | null = null
  const heard = () => heardAt.set(Date.now())
  const client = createWSClient({
    url: async () => {
      await away?.promise
      await rest.sleep(jittered(isHurried || failures.get() === 0 ? 0 : pauseAfter(failures.get())))
      isHurried = false
      // A refused upgrade does not tell why: it may be that nobody is signed in any more.
      if (!opened) await Promise.race([account.look(), rest.sleep(LOOK_WITHIN_MS)])
      if (mayBeDead) dropDeadLines()
      mayBeDead = false
      opened = false
      await account.whenIn(caller)
      return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`
    },
    WebSocket: PromptCloseSocket,
    onOpen: () => {
      opened = true
      if (opens.get() + failures.get() > 0) giveUpCalls(0)
      failures.set(0)
      opens.set(opens.get() + 1)
      heard()
      client.connection?.ws?.addEventListener('message', heard)
    },
    onError: () => {
      if (!opened) failures.set(failures.get() + 1)
    },
    onClose: (cause) => {
      mayBeDead ||= opened
      if (cause?.code === SIGNED_OUT) opened = false
    },
    keepAlive: { enabled: true, intervalMs: 5_000, pongTimeoutMs: 2_000 },
    retryDelayMs: () => 0,
  })
  const current = () => {
    const ws = client.connection?.ws
    return ws instanceof PromptCloseSocket ? ws : null
  }
  return {
    client,
    failures,
    opens,
    heardAt,
    reopen: () => current()?.abandon(),
    wake: rest.wake,
    prove: () => {
      mayBeDead = true
      isHurried = true
      current()?.prove(dropDeadLines)
      clearTimeout(lateCalls)
      lateCalls = setTimeout(() => giveUpCalls(LATE_MS), LATE_MS)
    },
    putAway: () => {
      away ??= Promise.withResolvers()
      current()?.abandon()
    },
    bringBack: () => {
      away?.resolve()
      away = null
    },
    close: () => {
      clearTimeout(lateCalls)
      void client.close()
      current()?.abandon()
    },
  }
}

function pauseAfter(failures: number): number {
  return RECONNECT_MS[failures] ?? RECONNECT_LONGEST_MS
}

function jittered(ms: number): number {
  return ms * (0.75 + Math.random() * 0.5)
}
