import type { ServerResponse } from 'node:http'
import type { ModelRequest } from './script.ts'

/** A chat completion that arrived, and how its connection ended. */
export interface RecordedRequest extends ModelRequest {
  /** Settles once: `played` to the end of its script, or closed early by the client, or by the server. */
  ended: Promise<'played' | 'client-closed' | 'server-closed'>
  /** Resolves when the client closes the connection before the script's end; stays open if it never does. */
  clientClosed: Promise<void>
  /** `performance.now()` of that moment, or null. */
  clientClosedAt: number | null
}

/** Requests in order of arrival, and promises for those still to come. */
export class RequestLog {
  readonly requests: RecordedRequest[] = []
  readonly #waiting = new Map<number, PromiseWithResolvers<RecordedRequest>>()

  /** Request `n` (from 0) as soon as it is there. */
  arrived(n: number): Promise<RecordedRequest> {
    const here = this.requests[n]
    if (here) return Promise.resolve(here)
    const waiting = this.#waiting.get(n) ?? Promise.withResolvers<RecordedRequest>()
    this.#waiting.set(n, waiting)
    return waiting.promise
  }

  record(request: ModelRequest, response: ServerResponse, serverClosed: () => boolean): RecordedRequest {
    const recorded = watchEnd(request, response, serverClosed)
    const n = this.requests.push(recorded) - 1
    this.#waiting.get(n)?.resolve(recorded)
    return recorded
  }
}

function watchEnd(
  request: ModelRequest,
  response: ServerResponse,
  serverClosed: () => boolean,
): RecordedRequest {
  const ended = Promise.withResolvers<'played' | 'client-closed' | 'server-closed'>()
  const clientClosed = Promise.withResolvers<void>()
  const recorded: RecordedRequest = {
    ...request,
    ended: ended.promise,
    clientClosed: clientClosed.promise,
    clientClosedAt: null,
  }
  response.on('close', () => {
    if (response.writableFinished) return ended.resolve('played')
    if (serverClosed()) return ended.resolve('server-closed')
    recorded.clientClosedAt = performance.now()
    clientClosed.resolve()
    ended.resolve('client-closed')
  })
  return recorded
}
