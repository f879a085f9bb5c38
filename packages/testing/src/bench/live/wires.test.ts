import { expect, test } from 'vitest'
import { WIRES } from './wires.ts'

const duck = (event: object) =>
  WIRES.duck.read(
    JSON.stringify({ id: 1, result: { type: 'data', data: { id: 'x.5', data: event }, id: 'x.5' } }),
  )

test("text is read out of tRPC's frames without parsing them", () => {
  const event = { type: 'stream-delta', streamId: 's', offset: 12, delta: '01abc 01abd ' }
  expect(duck(event)).toEqual({ is: 'text', offset: 12, text: '01abc 01abd ' })
  expect(WIRES.bare.read('{"o":6,"d":"01abc "}')).toEqual({ is: 'text', offset: 6, text: '01abc ' })
})

test('what else comes is told apart', () => {
  expect(duck({ type: 'ready', openStreams: [] })).toEqual({ is: 'ready' })
  expect(duck({ type: 'heartbeat', counts: {} })).toEqual({ is: 'other' })
  expect(WIRES.duck.read('PING')).toEqual({ is: 'ping' })
  expect(WIRES.duck.read('{"id":1,"error":{"message":"no"}}')).toEqual({ is: 'refused' })
})
