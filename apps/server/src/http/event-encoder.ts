import { parseJson } from '@duck/api'
import type { Encoder } from '@trpc/server/adapters/ws'
import { jsonEncoder } from '@trpc/server/adapters/ws'
import { textFrame } from './text-frame.ts'

/** An event's JSON, and the last frame made of it. */
interface Encoded {
  json: string
  requestId: unknown
  eventId: string
  frame: Buffer<ArrayBuffer>
}

/** What a subscription yielded with `tracked`, as it stands in a response. */
export interface TrackedEvent {
  requestId: unknown
  eventId: string
  event: object
}

const encoded = new WeakMap<object, Encoded>()

/**
 * tRPC's JSON. An event that many subscribers get as the same object is put into words once, and where their request
 * and the event have the same ids, the frame with it is the same too.
 */
export const eventEncoder: Encoder = {
  encode(message) {
    const tracked = trackedIn(message)
    return tracked ? frameOf(tracked) : jsonEncoder.encode(message)
  },
  decode: (data) => (typeof data === 'string' ? parseJson(data) : jsonEncoder.decode(data)),
}

/** The request that an event went out in answer to; undefined when it did not, by this encoder. */
export function requestOf(event: object): unknown {
  return encoded.get(event)?.requestId
}

/** The frame with which tRPC would send what a subscription yielded with `tracked`. */
export function frameOf({ requestId, eventId, event }: TrackedEvent): Buffer<ArrayBuffer> {
  const before = encoded.get(event)
  if (before && before.eventId === eventId && before.requestId === requestId) return before.frame
  const json = before?.json ?? JSON.stringify(event)
  const id = JSON.stringify(eventId)
  const frame = textFrame(
    `{"id":${JSON.stringify(requestId)},"result":{"type":"data","data":{"id":${id},"data":${json}},"id":${id}}}`,
  )
  encoded.set(event, { json, requestId, eventId, frame })
  return frame
}

function trackedIn(message: unknown): TrackedEvent | null {
  const { id: requestId, result } = fieldsOf(message)
  const { type, id: eventId, data } = fieldsOf(result)
  if (type !== 'data' || typeof eventId !== 'string') return null
  const { data: event } = fieldsOf(data)
  return typeof event === 'object' && event !== null ? { requestId, eventId, event } : null
}

/** tRPC hands over its responses as `unknown`. */
function fieldsOf(value: unknown): Partial<Record<'id' | 'result' | 'type' | 'data', unknown>> {
  return typeof value === 'object' && value !== null ? value : {}
}
