import { backoffMs, type DuckError, isTransient } from '@duck/protocol'
import type { Listener, Subscription } from '../rpc/rpc-of.ts'

export interface Kept<Item> {
  /** Subscribes, from where the reader is by then. */
  open: (listener: Listener<Item>) => Subscription
  onData: (item: Item) => void
  /** Whether what happens is told from now on. */
  onConnected?: (connected: boolean) => void
  /** It makes no sense to go on. */
  onRefused: (error: DuckError) => void
}

export interface KeptSubscription {
  /** Whether what happens is told by now. */
  isConnected: () => boolean
  /** Subscribes anew, as if for the first time. */
  renew: () => void
  stop: () => void
}

/** A subscription that is made again whenever it ended, after a pause that grows while nothing comes of it. */
export function keepSubscribed<Item>({ open, onData, onConnected, onRefused }: Kept<Item>): KeptSubscription {
  let connected = false
  let stopped = false
  let failures = 0
  let current: Subscription | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  const subscribe = () => {
    const mine = ++round
    const isMine = () => mine === round && !stopped
    current = open({
      onData: (item) => {
        if (!isMine()) return
        failures = 0
        onData(item)
      },
      onConnected: (now) => isMine() && setConnected(now),
      onError: (error) => {
        if (!isMine()) return
        if (!isTransient({ data: { code: error.code } }, failures + 1)) return refused(error)
        again(error.facts.retryAfterMs)
      },
      onComplete: () => isMine() && again(),
    })
  }
  const setConnected = (now: boolean) => {
    if (now === connected) return
    connected = now
    onConnected?.(now)
  }
  const again = (waitMs: number = backoffMs(++failures)) => {
    setConnected(false)
    clearTimeout(timer)
    timer = setTimeout(subscribe, waitMs)
  }
  const refused = (error: DuckError) => {
    stop()
    onRefused(error)
  }
  const stop = () => {
    stopped = true
    connected = false
    clearTimeout(timer)
    current?.unsubscribe()
  }
  subscribe()
  return {
    isConnected: () => connected,
    renew() {
      if (stopped) return
      round++
      current?.unsubscribe()
      clearTimeout(timer)
      subscribe()
    },
    stop,
  }
}
