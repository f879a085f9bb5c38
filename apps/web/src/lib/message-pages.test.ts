import { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { page, row } from '../testing/rows.ts'
import { scriptedClient } from '../testing/scripted-client.ts'
import { fetchedRows, fetchPage, isFull, PAGE_KEPT_MS, pageOf, partsOf } from './message-pages.ts'

afterEach(() => vi.useRealTimers())

const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => row(from + n))
const part = (before: number, limit: number) => ({ sessionId: 's', before, limit })

test('a page is asked for as a whole, so that every reader asks the same', () => {
  expect(partsOf('s', 2, () => undefined)).toEqual([part(300, 100)])
  expect(partsOf('s', 2, () => rows(200, 300))).toEqual([part(300, 100)])
})

test('what an answer of huge messages left out is asked for below it, until it is there', () => {
  const answers = new Map([
    [300, rows(260, 300)],
    [260, rows(259, 260)],
  ])
  expect(partsOf('s', 2, ({ before }) => answers.get(before))).toEqual([
    part(300, 100),
    part(260, 60),
    part(259, 59),
  ])
})

test('an answer that has nothing of the page ends it', () => {
  expect(partsOf('s', 0, () => [])).toEqual([part(100, 100)])
})

test('a page is full when its last row is there', () => {
  expect([isFull(0, 99), isFull(0, 100), isFull(1, 199), isFull(1, 200)]).toEqual([false, true, false, true])
  expect([pageOf(-1), pageOf(0), pageOf(99), pageOf(100)]).toEqual([0, 0, 0, 1])
})

test('a page that is asked for again just before it would be dropped is there long enough to be shown, and is dropped after that', async () => {
  vi.useFakeTimers()
  let asked = 0
  const queryClient = new QueryClient()
  const client = scriptedClient(async () => {
    asked++
    return page(200, 300)
  })
  const cache = { utils: createTRPCQueryUtils({ client, queryClient }), queryClient }
  const count = () => fetchedRows(cache.utils, 's', 2).length
  await fetchPage(cache, 's', 2)
  expect(count()).toBe(100)
  await vi.advanceTimersByTimeAsync(PAGE_KEPT_MS - 1)
  await fetchPage(cache, 's', 2)
  expect(asked).toBe(1)
  await vi.advanceTimersByTimeAsync(PAGE_KEPT_MS - 1)
  expect(count()).toBe(100)
  await vi.advanceTimersByTimeAsync(1)
  expect(count()).toBe(0)
})
