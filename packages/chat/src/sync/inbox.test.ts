import { LIMITS, type SyncEvent } from '@duck/protocol'
import { expect, test } from 'vitest'
import { Inbox } from './inbox.ts'

const delta = (text: string): SyncEvent => ({ type: 'stream-delta', streamId: 's', offset: 0, delta: text })

test('events come out once, in order', () => {
  const inbox = new Inbox()
  inbox.push({ type: 'resync' })
  inbox.push(delta('a'))
  expect(inbox.drain()).toEqual([{ type: 'resync' }, delta('a')])
  expect(inbox.drain()).toEqual([])
})

test('a reader that does not read is told to start over, and holds nothing meanwhile', async () => {
  const inbox = new Inbox()
  for (let n = 0; n < 3; n++) inbox.push(delta('x'.repeat(LIMITS.bodyBytes / 4)))
  expect(inbox.overflowed).toBe(true)
  expect(inbox.drain()).toEqual([])
  await inbox.wait()
  inbox.reset()
  inbox.push(delta('a'))
  expect(inbox.drain()).toEqual([delta('a')])
})

test('waiting ends with an event, or when nobody reads any more', async () => {
  const inbox = new Inbox()
  const event = inbox.wait()
  inbox.push({ type: 'resync' })
  await event
  inbox.drain()
  const closed = inbox.wait()
  inbox.close()
  await closed
  inbox.push({ type: 'resync' })
  expect(inbox.drain()).toEqual([])
})

test('a thousand hints are kept, and what has been read makes room for as many again', () => {
  const inbox = new Inbox()
  for (const _ of [1, 2, 3, 4, 5, 6]) {
    for (let n = 0; n < 1_000; n++) inbox.push({ type: 'sessions-changed' })
    expect(inbox.drain()).toHaveLength(1_000)
  }
  expect(inbox.overflowed).toBe(false)
})

test('hints without end do not fill the memory either', () => {
  const inbox = new Inbox()
  for (let n = 0; n < 10_000; n++) inbox.push({ type: 'sessions-changed' })
  expect(inbox.overflowed).toBe(true)
  expect(inbox.drain()).toEqual([])
})

test('a reader that waits is woken when its events were dropped', async () => {
  const inbox = new Inbox()
  const woken = inbox.wait()
  inbox.push(delta('x'.repeat(LIMITS.bodyBytes)))
  await woken
  expect(inbox.overflowed).toBe(true)
})

test('a closed inbox that had overflowed is closed, and keeps nobody waiting', async () => {
  const inbox = new Inbox()
  inbox.push(delta('x'.repeat(LIMITS.bodyBytes)))
  inbox.close()
  expect([inbox.closed, inbox.overflowed]).toEqual([true, false])
  await inbox.wait()
})

test('a reader that does not read is told of once, when the first event is dropped', () => {
  let told = 0
  const inbox = new Inbox(() => told++)
  for (let n = 0; n < 4; n++) inbox.push(delta('x'.repeat(LIMITS.bodyBytes / 4)))
  expect(told).toBe(1)
})

test('while its reader waits, what goes straight to the connection is not kept; what cannot go wakes the reader', async () => {
  const inbox = new Inbox()
  const gone: SyncEvent[] = []
  let ready = true
  const waiting = inbox.wait((event) => ready && gone.push(event) > 0)
  inbox.push(delta('a'))
  ready = false
  inbox.push(delta('b'))
  ready = true
  inbox.push(delta('c'))
  await waiting
  inbox.push(delta('d'))
  expect(gone).toEqual([delta('a')])
  expect(inbox.drain()).toEqual([delta('b'), delta('c'), delta('d')])
})
