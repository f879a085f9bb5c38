import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { dropStreams, forgetStreams, type LiveState, NO_STREAMS } from './live-state.ts'
import { reduceLive } from './live-streams.ts'
import type { Stream } from './stream.ts'
import type { SyncEvent } from './sync-event.ts'

const STREAM: Stream = {
  id: 'a',
  sessionId: 's',
  promptId: 'p',
  model: 'duck',
  status: 'open',
  offset: 0,
  errorClass: null,
  startedAt: '2025-01-01T00:00:00.000Z',
  endedAt: null,
}
const opened: SyncEvent = { type: 'stream-opened', stream: STREAM }
const delta = (offset: number, text: string): SyncEvent => ({
  type: 'stream-delta',
  streamId: 'a',
  offset,
  delta: text,
})
const ready = (...ids: string[]): Extract<SyncEvent, { type: 'ready' }> => ({
  type: 'ready',
  serverVersion: '1',
  counts: { s: 3 },
  openStreams: ids.map((streamId) => ({
    streamId,
    sessionId: 's',
    promptId: 'p',
    model: 'duck',
    status: 'open',
    offset: 0,
  })),
})
const play = (events: SyncEvent[], from: LiveState = NO_STREAMS) =>
  events.reduce((state, event) => reduceLive(state, event).state, from)
const text = (state: LiveState) => state.streams.a?.text

describe('ready', () => {
  it('keeps an answer that waits apart from one that is being written', () => {
    const event = ready('a')
    event.openStreams = event.openStreams.map((stream) => ({ ...stream, status: 'queued' }))
    expect(play([event]).streams.a?.status).toBe('queued')
    expect(play([event, delta(0, 'Q')]).streams.a?.status).toBe('open')
  })

  it('tells that a queued answer has begun, though nothing was said yet', () => {
    const queued: SyncEvent = { type: 'stream-opened', stream: { ...STREAM, status: 'queued' } }
    expect(play([queued, ready('a')]).streams.a?.status).toBe('open')
  })
})

describe('deltas', () => {
  it('in order make the text', () => {
    expect(text(play([opened, delta(0, 'Qu'), delta(2, 'ack')]))).toBe('Quack')
  })

  it('that come twice or overlap add nothing twice', () => {
    expect(text(play([opened, delta(0, 'Qua'), delta(0, 'Qua'), delta(1, 'uack')]))).toBe('Quack')
  })

  it('with a gap add nothing, and ask for a new ready exactly once', () => {
    const { state, invalidate } = reduceLive(play([opened, delta(0, 'Q')]), delta(3, 'ck'))
    expect(text(state)).toBe('Q')
    expect(invalidate).toEqual([{ kind: 'stream-gap', streamId: 'a' }])
    expect(reduceLive(state, delta(4, 'k')).invalidate).toEqual([])
  })

  it('of a stream nobody named ask for a new ready', () => {
    expect(reduceLive(NO_STREAMS, delta(0, 'Q')).invalidate).toEqual([{ kind: 'stream-gap', streamId: 'a' }])
  })

  it('in any order, any number of times, never make a wrong text, and a ready makes it whole', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.array(fc.tuple(fc.nat(39), fc.nat(10)), { maxLength: 30 }),
        (whole, cuts) => {
          const events = cuts.map(([at, length]) => delta(at, whole.slice(at, at + length)))
          const state = play([opened, ...events])
          expect(whole.startsWith(text(state) ?? '')).toBe(true)
          expect(text(play([ready('a'), delta(0, whole)], state))).toBe(whole)
        },
      ),
    )
  })
})

describe('ready', () => {
  it('keeps the text known and drops what the catch-up repeats', () => {
    const state = play([opened, delta(0, 'Quack')])
    expect(text(play([ready('a'), delta(0, 'Quack, '), delta(7, 'said')], state))).toBe('Quack, said')
  })

  it('doubts a stream it does not name and makes its session stale', () => {
    const { state, invalidate } = reduceLive(play([opened, delta(0, 'Q')]), ready())
    expect(state.streams.a).toMatchObject({ unconfirmed: 1, text: 'Q' })
    expect(invalidate).toContainEqual({ kind: 'messages', sessionId: 's' })
    expect(invalidate).toContainEqual({ kind: 'streams', sessionId: 's' })
  })

  it('that is older than a stream which the tab knows by its own send does not end it', () => {
    const queued: SyncEvent = { type: 'stream-opened', stream: { ...STREAM, status: 'queued' } }
    const state = play([queued, ready(), queued, opened, delta(0, 'Quack')])
    expect(state.streams.a).toMatchObject({ status: 'open', text: 'Quack', unconfirmed: 0 })
    expect(play([queued, ready(), queued]).streams.a).toMatchObject({ status: 'queued', unconfirmed: 0 })
  })

  it('leaves a stream alone that is known to have ended', () => {
    const end: SyncEvent = {
      type: 'stream-ended',
      streamId: 'a',
      sessionId: 's',
      status: 'finalized',
      messageIndex: 1,
    }
    expect(play([opened, end, ready(), opened]).streams.a).toMatchObject({
      status: 'ended',
      unconfirmed: 0,
    })
  })

  it('makes everything shown stale', () => {
    expect(reduceLive(NO_STREAMS, ready()).invalidate).toContainEqual({ kind: 'everything' })
  })

  it('mends a gap, so that a later gap is reported again', () => {
    const gapped = play([opened, delta(5, 'x')])
    const mended = play([ready('a')], gapped)
    expect(reduceLive(mended, delta(5, 'x')).invalidate).toEqual([{ kind: 'stream-gap', streamId: 'a' }])
  })
})

describe('an end', () => {
  const end: SyncEvent = { type: 'stream-ended', streamId: 'a', sessionId: 's', status: 'finalized' }

  it('before the row keeps the live text and names the count the list must reach', () => {
    const { state, invalidate } = reduceLive(play([opened, delta(0, 'Quack')]), { ...end, messageIndex: 4 })
    expect(state.streams.a).toMatchObject({ status: 'ended', text: 'Quack' })
    expect(invalidate).toEqual([{ kind: 'messages', sessionId: 's', messageCount: 5 }])
  })

  it('without a row makes the list of streams stale', () => {
    expect(reduceLive(play([opened]), end).invalidate).toEqual([{ kind: 'streams', sessionId: 's' }])
  })

  it('is the end of the text that is shown, too', () => {
    expect(play([opened, delta(0, 'Q'), end, delta(1, 'uack')]).streams.a).toMatchObject({
      status: 'ended',
      text: 'Q',
    })
  })

  it('is final: a late opening or delta does not bring the stream back', () => {
    const over = forgetStreams(play([opened, end]), ['a'])
    expect(play([opened, delta(0, 'Quack'), ready('a')], over).streams).toEqual({})
    expect(reduceLive(over, delta(3, 'ck')).invalidate).toEqual([])
    expect(play([end, opened]).streams).toEqual({})
  })
})

it('an end that is heard again and again is remembered once, and puts no other out of memory', () => {
  const end = (streamId: string): SyncEvent => ({
    type: 'stream-ended',
    streamId,
    sessionId: 's',
    status: 'failed',
  })
  const ends = Array.from({ length: 300 }, () => end('b'))
  expect(play([end('a'), ...ends]).over).toEqual(['a', 'b'])
})

it('a stream that was dropped comes back when it is heard of, one that was forgotten does not', () => {
  expect(play([opened], dropStreams(play([opened]), ['a'])).streams.a).toBeDefined()
  expect(play([opened], forgetStreams(play([opened]), ['a'])).streams.a).toBeUndefined()
})

describe('a heartbeat', () => {
  const heartbeat = (...streams: string[]): SyncEvent => ({ type: 'heartbeat', counts: {}, streams })

  it('that does not name a running stream puts it in doubt and asks about it once', () => {
    const { state, invalidate } = reduceLive(play([opened, delta(0, 'Q')]), heartbeat())
    expect(state.streams.a).toMatchObject({ unconfirmed: 1, status: 'open', text: 'Q' })
    expect(invalidate).toEqual([
      { kind: 'messages', sessionId: 's' },
      { kind: 'streams', sessionId: 's' },
    ])
    expect(reduceLive(state, heartbeat()).invalidate).toEqual([])
  })

  it('that could not read which streams run doubts none', () => {
    const state = play([opened])
    expect(reduceLive(state, { type: 'heartbeat', counts: {} })).toEqual({ state, invalidate: [] })
  })

  it('that names a stream in doubt confirms it', () => {
    expect(play([opened, heartbeat(), heartbeat('a')]).streams.a?.unconfirmed).toBe(0)
  })

  it('that does not name a stream which is known to have ended asks nothing', () => {
    const end: SyncEvent = { type: 'stream-ended', streamId: 'a', sessionId: 's', status: 'stopped' }
    expect(reduceLive(play([opened, end]), heartbeat()).invalidate).toEqual([])
  })

  it('that names a stream which the tab does not know asks for a new ready', () => {
    expect(reduceLive(NO_STREAMS, heartbeat('a')).invalidate).toEqual([{ kind: 'stream-gap', streamId: 'a' }])
  })

  it('that names one whose text has a gap asks again for the ready that did not come', () => {
    expect(reduceLive(play([opened, delta(3, 'ck')]), heartbeat('a')).invalidate).toEqual([
      { kind: 'stream-gap', streamId: 'a' },
    ])
  })

  it('that is older than an end does not bring the stream back', () => {
    const over = forgetStreams(play([opened]), ['a'])
    expect(reduceLive(over, heartbeat('a')).invalidate).toEqual([])
  })
})

describe('counts', () => {
  it('heard late never count backwards', () => {
    const changed = (messageCount: number): SyncEvent => ({
      type: 'session-changed',
      sessionId: 's',
      messageCount,
      headId: null,
    })
    expect(
      play([changed(7), changed(6), { type: 'heartbeat', counts: { s: 5 }, streams: [] }]).counts,
    ).toEqual({ s: 7 })
  })

  it('of a heartbeat name each session whose list may be stale', () => {
    expect(reduceLive(NO_STREAMS, { type: 'heartbeat', counts: { s: 2 }, streams: [] }).invalidate).toEqual([
      { kind: 'messages', sessionId: 's', messageCount: 2 },
    ])
  })
})

it('a queued stream that starts is open, and never goes back to queued', () => {
  const queued: SyncEvent = { type: 'stream-opened', stream: { ...STREAM, status: 'queued' } }
  expect(play([queued]).streams.a?.status).toBe('queued')
  expect(play([queued, opened, queued]).streams.a?.status).toBe('open')
  expect(play([queued, delta(0, 'Q')]).streams.a?.status).toBe('open')
})

it('resync makes everything shown stale', () => {
  expect(reduceLive(NO_STREAMS, { type: 'resync' }).invalidate).toEqual([{ kind: 'everything' }])
})

it('a word of a newer server that this client does not know changes nothing', () => {
  // What comes over the wire is not held to this version's types.
  const future = { type: 'session-folded', sessionId: 's' } as unknown as SyncEvent
  expect(reduceLive(play([opened]), future)).toEqual({ state: play([opened]), invalidate: [] })
  const odd = { ...opened, stream: { ...STREAM, id: 'b', status: 'dreaming' } } as unknown as SyncEvent
  expect(reduceLive(play([opened]), odd)).toEqual({ state: play([opened]), invalidate: [] })
})

test('feedback that changed makes that of its session stale, and nothing else', () => {
  const before = play([opened, delta(0, 'Quack')])
  expect(reduceLive(before, { type: 'feedback-changed', sessionId: 's' })).toEqual({
    state: before,
    invalidate: [{ kind: 'feedback', sessionId: 's' }],
  })
})
