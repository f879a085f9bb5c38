/** What tabs of one browser tell each other: who is signed in now; null after signing out. */
export interface AccountChannel {
  tell: (userId: string | null) => void
  onTold: (listener: (userId: string | null) => void) => void
}

/** Browsers without such channels find out at their next call. */
export function openAccountChannel(): AccountChannel {
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('duck.account') : null
  return {
    tell: (userId) => channel?.postMessage({ userId }),
    onTold: (listener) => {
      channel?.addEventListener('message', ({ data }: MessageEvent<{ userId: string | null }>) =>
        listener(data.userId),
      )
    },
  }
}
