const OPEN_WITHIN_MS = 5_000

/**
 * A WebSocket that counts as closed as soon as this side gives it up, and gives up when it does not open. On a
 * cut line the browser would wait a minute before it told anyone, and the reconnect would wait with it.
 */
export class PromptCloseSocket extends WebSocket {
  #told = false

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    const tooLate = setTimeout(() => this.abandon(), OPEN_WITHIN_MS)
    this.addEventListener('open', () => clearTimeout(tooLate))
    this.addEventListener('error', (event) => this.#told && event.stopImmediatePropagation())
    this.addEventListener('close', (event) => {
      clearTimeout(tooLate)
      if (this.#told) event.stopImmediatePropagation()
      this.#told = true
    })
  }

  /** Gives it up, also when it is not open yet. */
  abandon(): void {
    if (this.readyState === WebSocket.CONNECTING) this.dispatchEvent(new Event('error'))
    this.close()
  }

  override close(code?: number, reason?: string): void {
    super.close(code, reason)
    if (!this.#told) this.dispatchEvent(new CloseEvent('close', { code: code ?? 1000, reason: reason ?? '' }))
  }
}
