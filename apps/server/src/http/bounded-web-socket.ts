import { WebSocket } from 'ws'

/** Beyond this a reader is too slow: it is cut off, comes back and catches up. */
const MOST_BUFFERED = 1024 * 1024
const PACED_BUFFERED = 128 * 1024

type Sent = (error?: Error) => void

/** A server's WebSocket that never buffers more than 1 MiB for a reader that does not read. */
export class BoundedWebSocket extends WebSocket {
  #waiting: (() => void)[] = []

  override send(data: WebSocket.Data, second?: object | Sent, third?: Sent): void {
    if (this.bufferedAmount > MOST_BUFFERED) {
      this.terminate()
      return
    }
    const sent = typeof second === 'function' ? second : third
    const done: Sent = (error) => {
      this.#wake()
      sent?.(error)
    }
    super.send(data, typeof second === 'object' ? second : {}, done)
  }

  /** Resolves once little waits to be sent, or the socket is gone. */
  async drained(): Promise<void> {
    if (this.#ready()) return
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve)
      this.once('close', resolve)
    })
  }

  #ready(): boolean {
    return this.bufferedAmount < PACED_BUFFERED || this.readyState !== WebSocket.OPEN
  }

  #wake(): void {
    if (!this.#ready()) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting = []
  }
}
