import { DuckError } from '@duck/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Listener } from '../rpc/rpc-of.ts'
import { keepSubscribed } from './keep-subscribed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const LONGER_THAN_A_PAUSE_MS = 12_000

function stage() {
  const opened: Listener<string>[] = []
  const items: string[] = []
  const states: boolean[] = []
  const refusals: string[] = []
  let left = 0
  const kept = keepSubscribed<string>({
    open: (listener) => {
      opened.push(listener)
      return { unsubscribe: () => left++ }
    },
    onData: (item) => items.push(item),
    onConnected: (connected) => states.push(connected),
    onRefused: ({ code }) => refusals.push(code),
  })
  return { kept, opened, items, states, refusals, left: () => left }
}

const busy = () => new DuckError('SERVICE_UNAVAILABLE', 'The server is busy.')

test('what ended is subscribed to again after a pause', () => {
  const { kept, opened, items, states } = stage()
  opened[0]?.onConnected?.(true)
  expect(kept.isConnected()).toBe(true)
  opened[0]?.onError?.(busy())
  expect(kept.isConnected()).toBe(false)
  expect(opened).toHaveLength(1)
  vi.advanceTimersByTime(LONGER_THAN_A_PAUSE_MS)
  expect(opened).toHaveLength(2)
  opened[1]?.onData('again')
  opened[1]?.onComplete?.()
  vi.advanceTimersByTime(LONGER_THAN_A_PAUSE_MS)
  expect(opened).toHaveLength(3)
  expect(items).toEqual(['again'])
  expect(states).toEqual([true, false])
})

test('a refusal is the end', () => {
  const { opened, refusals } = stage()
  opened[0]?.onError?.(new DuckError('NOT_FOUND', 'There is no such session.'))
  vi.advanceTimersByTime(LONGER_THAN_A_PAUSE_MS)
  expect(refusals).toEqual(['NOT_FOUND'])
  expect(opened).toHaveLength(1)
})

test('late words of a subscription that was renewed are not heard', () => {
  const { kept, opened, items, left } = stage()
  kept.renew()
  expect(left()).toBe(1)
  opened[0]?.onData('late')
  opened[0]?.onError?.(busy())
  opened[1]?.onData('new')
  vi.advanceTimersByTime(LONGER_THAN_A_PAUSE_MS)
  expect(items).toEqual(['new'])
  expect(opened).toHaveLength(2)
})

test('once stopped it is over', () => {
  const { kept, opened, items, left } = stage()
  opened[0]?.onError?.(busy())
  kept.stop()
  vi.advanceTimersByTime(LONGER_THAN_A_PAUSE_MS)
  opened[0]?.onData('late')
  kept.renew()
  expect(opened).toHaveLength(1)
  expect(items).toEqual([])
  expect(left()).toBe(1)
})
