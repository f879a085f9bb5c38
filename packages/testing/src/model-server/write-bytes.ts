import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import type { Stage } from './play-script.ts'

/** Odd sizes, so that no UTF-8 sequence and no SSE field stays whole for long. */
const SPLIT_SIZES = [1, 2, 3, 5, 7]

type Connection = Pick<Stage, 'response' | 'gone'>

/** Writes one event; waits while the client reads more slowly than the server writes. */
export async function writeWhole({ response, gone }: Connection, event: string | Uint8Array): Promise<void> {
  gone.throwIfAborted()
  if (!response.write(event)) await once(response, 'drain', { signal: gone })
}

/** A turn of the event loop after each piece, as Node joins what is written in one. */
export async function writeSplit(connection: Connection, event: string): Promise<void> {
  const bytes = new TextEncoder().encode(event)
  for (let start = 0, piece = 0; start < bytes.length; piece++) {
    const end = start + (SPLIT_SIZES[piece % SPLIT_SIZES.length] ?? 1)
    await writeWhole(connection, bytes.subarray(start, end))
    await turn()
    start = end
  }
}
