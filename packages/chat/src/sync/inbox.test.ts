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
