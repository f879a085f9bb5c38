import { GarbageError } from '../failure.ts'

/** No delta is longer; a line that never ends would otherwise be kept until memory is gone. */
const MAX_LINE_BYTES = 4 * 1024 * 1024
const HEAD_BYTES = 16
const NEW_LINE = 0x0a

/**
 * Watches one answer's bytes on their way to the SDK, which tells neither that `[DONE]` came nor that nothing in
 * the body was an event, and which keeps a line however long it grows.
 */
export class Wire {
  /** Whether `[DONE]` has come. */
  done = false
  /** Data lines so far. */
  events = 0
  #line = 0
  #head = ''

  /** Follows no redirect: a model server that points elsewhere would take the key there. */
  readonly fetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, { ...init, redirect: 'manual' })
    return response.ok ? this.#watch(response) : bodiless(response)
  }

  #watch(response: Response): Response {
    if (!response.body) return response
    const watched = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (bytes, controller) => {
          this.#read(bytes)
          controller.enqueue(bytes)
        },
        flush: () => this.#end(),
      }),
    )
    return new Response(watched, response)
  }

  #read(bytes: Uint8Array): void {
    let start = 0
    for (let end = bytes.indexOf(NEW_LINE); end !== -1; end = bytes.indexOf(NEW_LINE, start)) {
      this.#grow(bytes.subarray(start, end))
      this.#endLine()
      start = end + 1
    }
    this.#grow(bytes.subarray(start))
  }

  #grow(bytes: Uint8Array): void {
    this.#line += bytes.length
    if (this.#line > MAX_LINE_BYTES) throw new GarbageError('a line is longer than any delta')
    const missing = HEAD_BYTES - this.#head.length
    if (missing > 0) this.#head += String.fromCharCode(...bytes.subarray(0, missing))
  }

  #endLine(): void {
    if (this.#head.startsWith('data:')) this.events += 1
    if (/^data: ?\[DONE\]\s*$/.test(this.#head)) this.done = true
    this.#head = ''
    this.#line = 0
  }

  #end(): void {
    const rest = this.#line > 0
    this.#endLine()
    if (rest && this.events === 0) throw new GarbageError('the body holds no event')
  }
}

/** The status says enough; the body of an error may repeat the key. */
async function bodiless(response: Response): Promise<Response> {
  await response.body?.cancel()
  return new Response(null, { status: response.status, headers: response.headers })
}
