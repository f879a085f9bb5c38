import { expect, test } from 'vitest'
import { eventEncoder } from './event-encoder.ts'

const event = { type: 'stream-delta', streamId: 's', offset: 3, delta: 'a "quoted" 🦆\u2028' }

function response(id: number | string, eventId: string, data: object = event) {
  return { id, jsonrpc: undefined, result: { type: 'data', data: { id: eventId, data }, id: eventId } }
}

/** What a client reads of a frame that is shorter than 64 KiB. */
function textIn(frame: string | Uint8Array): unknown {
  if (typeof frame === 'string') return JSON.parse(frame)
  return JSON.parse(Buffer.from(frame).toString('utf8', frame[1] === 126 ? 4 : 2))
}

test('what is said is what JSON says, for every request and event id', () => {
  for (const message of [response(1, 'a'), response(2, 'a'), response('"x"', '"~'), response(1, 'a')])
    expect(textIn(eventEncoder.encode(message))).toEqual(JSON.parse(JSON.stringify(message)))
})

test('everyone who gets the same event under the same ids gets the same frame', () => {
  expect(eventEncoder.encode(response(1, 'b'))).toBe(eventEncoder.encode(response(1, 'b')))
  expect(eventEncoder.encode(response(1, 'c'))).not.toBe(eventEncoder.encode(response(2, 'c')))
  expect(eventEncoder.encode(response(1, 'c'))).not.toBe(eventEncoder.encode(response(1, 'c', { ...event })))
})

test('everything else is plain JSON', () => {
  const others = [
    { id: 1, result: { type: 'started' } },
    { id: 1, result: { type: 'data', data: { id: 'a', data: event } } },
    { id: null, error: { code: -1, message: 'no', data: {} } },
    { id: null, method: 'reconnect' },
  ]
  for (const message of others) expect(eventEncoder.encode(message)).toBe(JSON.stringify(message))
})
