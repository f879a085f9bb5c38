import type { WatchEvent } from '@duck/protocol'
import type { TestClient } from '../app/create-test-client.ts'

/** The text of an answer as it is heard, once it has ended. Rejects with the signal, and for a text with gaps. */
export async function watchAnswer(
  rpc: TestClient['rpc'],
  streamId: string,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted()
  let text = ''
  const ended = Promise.withResolvers<void>()
  const take = (event: WatchEvent) => {
    if (event.type === 'ended') return ended.resolve()
    if (event.offset !== text.length)
      return ended.reject(new Error(`the answer goes on at ${event.offset} instead of ${text.length}`))
    text += event.delta
  }
  signal.addEventListener('abort', () => ended.reject(signal.reason), { once: true })
  const subscription = rpc.stream.watch.subscribe(
    { streamId, offset: 0 },
    { onData: take, onError: (error) => ended.reject(error) },
  )
  try {
    await ended.promise
    return text
  } finally {
    subscription.unsubscribe()
  }
}
