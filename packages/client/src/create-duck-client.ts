import { DuckError } from '@duck/protocol'
import { createCaller } from './calls/caller.ts'
import { createLanes } from './calls/lanes.ts'
import { createRpc } from './rpc/create-rpc.ts'
import type { Rpc } from './rpc/rpc.ts'
import { createSession, type DuckSession } from './session/duck-session.ts'
import { type ClientOptions, settingsOf } from './settings.ts'

export interface DuckClient {
  /** Every procedure of the server; calls that are safe to repeat are made again until they are answered. */
  rpc: Rpc
  session: (sessionId: string) => DuckSession
  /** Ends everything that is under way or watched. */
  close: () => void
}

/**
 * A client of one server, as one caller. Calls go over HTTP, what is watched over one WebSocket, which is open only while
 * something is. Every failure is a `DuckError`.
 *
 * @throws Error when nothing says where the server is.
 */
export function createDuckClient(options: ClientOptions = {}): DuckClient {
  const over = new AbortController()
  const rpc = createRpc(createCaller(settingsOf(options), over.signal))
  const lanes = createLanes()
  return {
    rpc,
    session: (sessionId) => createSession({ rpc, lanes, sessionId, over: over.signal }),
    close: () =>
      over.abort(new DuckError('SERVICE_UNAVAILABLE', 'The client is closed.', { reason: 'closed' })),
  }
}
