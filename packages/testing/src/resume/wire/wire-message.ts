/** What a server says over tRPC's WebSocket, as far as a subscription hears it. */
export type WireMessage =
  | { kind: 'started' }
  /** `id` is there when the event is tracked. */
  | { kind: 'event'; id: string | undefined; data: unknown }
  | { kind: 'stopped' }
  | { kind: 'error'; code: string; message: string }
  /** The server asks its clients to come back. */
  | { kind: 'reconnect' }
  | { kind: 'ping' }

/** Reads one frame; throws an Error for what tRPC's protocol does not have. */
export function readWireMessage(text: string): WireMessage {
  if (text === 'PING') return { kind: 'ping' }
  const frame = fieldsOf(JSON.parse(text))
  if (frame.method === 'reconnect') return { kind: 'reconnect' }
  if (frame.error !== undefined) return errorOf(fieldsOf(frame.error))
  const result = fieldsOf(frame.result)
  if (result.type === 'started' || result.type === 'stopped') return { kind: result.type }
  if (result.type !== 'data') throw new Error(`a frame that tRPC does not have: ${text.slice(0, 200)}`)
  if (typeof result.id !== 'string') return { kind: 'event', id: undefined, data: result.data }
  const { id, data } = fieldsOf(result.data)
  if (id !== result.id) throw new Error('a tracked event names two ids')
  return { kind: 'event', id: result.id, data }
}

/** The frame that begins subscription 1; `lastEventId` stands beside the input, where tRPC's client puts it. */
export function subscribeFrame(path: string, input: object, lastEventId: string | undefined): string {
  const params = { path, input, ...(lastEventId === undefined ? {} : { lastEventId }) }
  return JSON.stringify({ id: 1, method: 'subscription', params })
}

function errorOf({ message, data }: Record<string, unknown>): WireMessage {
  return { kind: 'error', code: String(fieldsOf(data).code), message: String(message) }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
