import type { Message, StreamEnd, WatchEvent } from '@duck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rpc } from '../rpc/rpc.ts'
import type { Listener } from '../rpc/rpc-of.ts'
import { allOf } from '../testing/all-of.ts'
import { watchAnswer } from './watch-answer.ts'

const NEVER = new AbortController().signal
const TEXT = 'Quack, said the duck.'

/** A server of which only the watching of one answer is asked; each subscription is handed to `serve` with its offset. */
function rpcOf(serve: (offset: number, listener: Listener<WatchEvent>) => void): Rpc {
  const subscribe = ({ offset = 0 }: { offset?: number }, listener: Listener<WatchEvent>) => {
    queueMicrotask(() => serve(offset, listener))
    return { unsubscribe() {} }
  }
  return asRpc({ stream: { watch: { subscribe } } })
}

/** What is not asked for need not be there. */
function asRpc(part: object): Rpc {
  return part as Rpc
}

function watch(rpc: Rpc) {
  return watchAnswer({ rpc, sessionId: 's', streamId: 'a', signal: NEVER, pollMs: 60_000 })
}

const delta = (offset: number, to: number): WatchEvent => ({
  type: 'delta',
  offset,
  delta: TEXT.slice(offset, to),
})
const ended = (status: StreamEnd): WatchEvent => ({
  type: 'ended',
  status,
  message: { content: TEXT } as Message,
})

function textOf(parts: readonly WatchEvent[]): string {
  let text = ''
  for (const part of parts) {
    if (part.type !== 'delta') continue
    expect(part.offset).toBe(text.length)
    text += part.delta
  }
  return text
}

test('a resumed watch that is told everything again gives each piece once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(TEXT.length), { maxLength: 8 }), async (reached) => {
      const rpc = rpcOf((offset, listener) => {
        // The connection breaks and begins again, each time from where it was asked for first.
        for (const to of reached) if (to > offset) listener.onData(delta(offset, to))
        listener.onData(ended('finalized'))
      })
      const parts = await allOf(watch(rpc))
      expect(textOf(parts)).toBe(TEXT)
      expect(parts.at(-1)).toEqual(ended('finalized'))
    }),
  )
})

test('an answer that ended without any text gives its end alone', async () => {
  const rpc = rpcOf((_, listener) => listener.onData({ type: 'ended', status: 'failed' }))
  expect(await allOf(watch(rpc))).toEqual([{ type: 'ended', status: 'failed' }])
})
