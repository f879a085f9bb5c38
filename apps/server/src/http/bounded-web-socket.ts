import type { Duplex } from 'node:stream'
import { must } from '@duck/protocol'
import { WebSocket } from 'ws'
import { isTextFrame } from './text-frame.ts'

/** Beyond this a reader is too slow: it is cut off, comes back and catches up. */
const MOST_BUFFERED = 1024 * 1024
const PACED_BUFFERED = 128 * 1024
// Of a message a character has at most three bytes and the header ten.
const CHARACTER_BYTES = 3
const HEADER_BYTES = 10

type Options = Parameters<WebSocket['send']>[1] & object
type Sent = (error?: Error) => void

/** A server's WebSocket that never buffers more than 1 MiB for a reader that does not read. */
export class BoundedWebSocket extends WebSocket {
  #stream: Duplex | null = null
  #waiting: (() => void)[] | null = null

  /** Names the stream beneath it, so that what `textFrame` made can be sent as it is. */
  carriedBy(stream: Duplex): void {
    this.#stream = stream
  }

  override send(data: WebSocket.Data, second?: Options | Sent, third?: Sent): void {
    const buffered = this.bufferedAmount
    if (buffered > MOST_BUFFERED) {
      this.terminate()
      return
    }
    const [options, sent] = isOptions(second) ? [second, third] : [{}, second]
    // Whoever waits does so for what is sent from here on; the rest needs no callback.
    const done = buffered + mostBytes(data) < PACED_BUFFERED ? sent : this.#wakeAfter(sent)
    if (isTextFrame(data) && this.readyState === WebSocket.OPEN)
      must(this.#stream, 'the stream of a prepared frame').write(data, (error) => done?.(error ?? undefined))
    else super.send(data, options, done)
  }

  /** Null when it can take more at once; else resolves when little waits to be sent, or the socket is gone. */
  drained(): Promise<void> | null {
    if (this.isReady()) return null
    return new Promise<void>((resolve) => {
      this.#waiting ??= []
      this.#waiting.push(resolve)
      this.once('close', resolve)
    })
  }

  /** Whether it can take more at once; one that is gone takes anything. */
  isReady(): boolean {
    return this.bufferedAmount < PACED_BUFFERED || this.readyState !== WebSocket.OPEN
  }

  #wakeAfter(sent: Sent | undefined): Sent {
    return (error) => {
      sent?.(error)
      if (!this.#waiting || !this.isReady()) return
      for (const resolve of this.#waiting) resolve()
      this.#waiting = null
    }
  }
}

function isOptions(second: Options | Sent | undefined): second is Options {
  return typeof second === 'object'
}

function mostBytes(data: WebSocket.Data): number {
  if (typeof data === 'string') return data.length * CHARACTER_BYTES + HEADER_BYTES
  return data instanceof Uint8Array ? data.byteLength + HEADER_BYTES : PACED_BUFFERED
}
