import type { WireName } from './client-protocol.ts'

/** What a frame brought: text from a code unit on, a ping, or something else. */
export type Arrival =
  | { is: 'text'; offset: number; text: string }
  | { is: 'ready' | 'ended' | 'refused' | 'ping' | 'other' }

/** How to speak with a server with as little work as can be: no frame is parsed as JSON. */
export interface Wire {
  /** What to send first, undefined where text comes unasked; then `ready` comes when it may begin. */
  hello(sessionId: string): string | undefined
  read(frame: string): Arrival
}

// Stamps need no escapes, so the text ends at the next quote.
const DUCK_TEXT = /"type":"stream-delta".*?"offset":(\d+),"delta":"([^"]*)"/
const BARE_TEXT = /^\{"o":(\d+),"d":"([^"]*)"\}$/
const DUCK_EVENT = /"data":\{"type":"(ready|stream-ended)"/

export const WIRES: Record<WireName, Wire> = {
  duck: {
    hello: (sessionId) =>
      JSON.stringify({
        id: 1,
        method: 'subscription',
        params: { path: 'sync.subscribe', input: { sessionIds: [sessionId] } },
      }),
    read(frame) {
      if (frame === 'PING') return { is: 'ping' }
      const text = textIn(DUCK_TEXT, frame)
      if (text) return text
      if (frame.startsWith('{"id":1,"error"')) return { is: 'refused' }
      const [, type] = DUCK_EVENT.exec(frame) ?? []
      if (type === 'ready') return { is: 'ready' }
      return { is: type === 'stream-ended' ? 'ended' : 'other' }
    },
  },
  bare: { hello: () => undefined, read: (frame) => textIn(BARE_TEXT, frame) ?? { is: 'other' } },
}

function textIn(pattern: RegExp, frame: string): Arrival | undefined {
  const [, offset, text] = pattern.exec(frame) ?? []
  return text === undefined ? undefined : { is: 'text', offset: Number(offset), text }
}
