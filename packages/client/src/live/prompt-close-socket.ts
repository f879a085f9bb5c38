const OPEN_WITHIN_MS = 5_000
const DOUBT_AFTER_MS = 500
const PROOF_WITHIN_MS = 1_000

/**
 * A WebSocket that counts as closed as soon as this side gives it up, and gives up when it does not open. On a
 * cut line the browser would wait a minute before it told anyone, and the reconnect would wait with it.
 */
export class PromptCloseSocket extends WebSocket {
  #told = false
  #heard = 0
  readonly #proofs: ReturnType<typeof setTimeout>[] = []

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    const tooLate = setTimeout(() => this.abandon(), OPEN_WITHIN_MS)
    this.addEventListener('open', () => {
      this.#heard++
      clearTimeout(tooLate)
    })
    this.addEventListener('message', () => {
      this.#heard++
    })
    this.addEventListener('error', (event) => this.#told && event.stopImmediatePropagation())
    this.addEventListener('close', (event) => {
      clearTimeout(tooLate)
      this.#endProof()
      if (this.#told) event.stopImmediatePropagation()
      this.#told = true
    })
  }

  /**
   * Gives it up unless the other side is heard within a second; `onDoubt` is called half-way. It tells in order: who
   * answers has told all before.
   */
  prove(onDoubt: () => void): void {
    this.#endProof()
    const before = this.#heard
    if (this.readyState === WebSocket.OPEN) this.send('PING')
    this.#proofs.push(
      setTimeout(() => this.#heard === before && onDoubt(), DOUBT_AFTER_MS),
      setTimeout(() => this.#heard === before && this.abandon(), PROOF_WITHIN_MS),
    )
  }

  #endProof(): void {
    for (const timer of this.#proofs.splice(0)) clearTimeout(timer)
  }

  /** Gives it up, also when it is not open yet. */
  abandon(): void {
    if (this.readyState === WebSocket.CONNECTING) this.dispatchEvent(new Event('error'))
    this.close()
  }

  override close(code?: number, reason?: string): void {
    super.close(code, reason)
    if (!this.#told) this.dispatchEvent(closeEvent(code ?? 1000, reason ?? ''))
  }
}

/** Node 22 has WebSockets, but no name for what they tell at their end. */
function closeEvent(code: number, reason: string): Event {
  return typeof CloseEvent === 'undefined'
    ? Object.assign(new Event('close'), { code, reason })
    : new CloseEvent('close', { code, reason })
}
