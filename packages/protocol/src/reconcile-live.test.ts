import { describe, expect, it } from 'vitest'
import { type LiveState, NO_STREAMS } from './live-state.ts'
import { reduceLive } from './live-streams.ts'
import { reconcileHidden, reconcileNothing, reconcileRows, reconcileStreams } from './reconcile-live.ts'
import type { Stream } from './stream.ts'
import type { StreamEndedEvent, SyncEvent } from './sync-event.ts'

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
const OPENED: SyncEvent = { type: 'stream-opened', stream: STREAM }
const UNNAMED: SyncEvent = { type: 'heartbeat', counts: {}, streams: [] }
const ENDED: StreamEndedEvent = {
  type: 'stream-ended',
  streamId: 'a',
  sessionId: 's',
  status: 'finalized',
  messageIndex: 1,
}
const play = (events: SyncEvent[], from: LiveState = NO_STREAMS) =>
  events.reduce((state, event) => reduceLive(state, event).state, from)
const listed = (asked: LiveState, ...rows: Stream[]) => ({ asked, sessionId: 's', rows })

describe('the streams of a session, once fetched,', () => {
  it('confirm a running stream that was in doubt when they were asked for', () => {
    const doubted = play([OPENED, UNNAMED])
    const { state, invalidate } = reconcileStreams(doubted, listed(doubted, STREAM))
    expect(state.streams.a).toMatchObject({ status: 'open', unconfirmed: 0 })
    expect(invalidate).toEqual([])
  })

  it('tell that a queued one has begun, which the word of a resumed subscription may not', () => {
    const state = play([{ type: 'stream-opened', stream: { ...STREAM, status: 'queued' } }])
    expect(reconcileStreams(state, listed(state, STREAM)).state.streams.a?.status).toBe('open')
  })

  it('change nothing that is known', () => {
    const state = play([OPENED])
    expect(reconcileStreams(state, listed(state, STREAM)).state).toBe(state)
  })

  it('confirm nothing that was doubted since: it is asked about again', () => {
    const asked = play([OPENED, UNNAMED])
    const doubtedAgain = play([{ ...UNNAMED, streams: ['a'] }, UNNAMED], asked)
    const { state, invalidate } = reconcileStreams(doubtedAgain, listed(asked, STREAM))
    expect(state.streams.a?.unconfirmed).not.toBe(0)
    expect(invalidate).toEqual([{ kind: 'streams', sessionId: 's' }])
  })

  it('end a stream that they do not have; its text stays until its row is fetched', () => {
    const doubted = play([
      OPENED,
      { type: 'stream-delta', streamId: 'a', offset: 0, delta: 'Quack' },
      UNNAMED,
    ])
    const { state, invalidate } = reconcileStreams(doubted, listed(doubted))
    expect(state.streams.a).toMatchObject({ status: 'ended', text: 'Quack' })
    expect(invalidate).toEqual([{ kind: 'messages', sessionId: 's' }])
  })

  it('tell of a row that the word of an end did not name', () => {
    const { messageIndex: _, ...fenced } = ENDED
    const state = play([OPENED, fenced])
    expect(reconcileStreams(state, listed(state)).invalidate).toEqual([{ kind: 'messages', sessionId: 's' }])
  })

  it('say nothing of a stream that came while they were under way', () => {
    const state = play([OPENED])
    expect(reconcileStreams(state, listed(NO_STREAMS))).toEqual({ state, invalidate: [] })
  })

  it('make one forgotten that ended without a row', () => {
    const state = play([OPENED])
    const { streams, over } = reconcileStreams(state, listed(state, { ...STREAM, status: 'failed' })).state
    expect({ streams, over }).toEqual({ streams: {}, over: ['a'] })
  })

  it('say nothing of another session', () => {
    const state = play([OPENED, UNNAMED])
    expect(reconcileStreams(state, { asked: state, sessionId: 't', rows: [] })).toEqual({
      state,
      invalidate: [],
    })
  })
})

describe('the messages of a session, once fetched,', () => {
  it('take the place of a stream whose end was never heard', () => {
    const state = play([OPENED])
    expect(reconcileRows(state, { asked: state, sessionId: 's', rows: [{ id: 'a' }] }).over).toEqual(['a'])
  })

  it('make a stream forgotten that had ended before, though its row is not on this page', () => {
    const state = play([OPENED, ENDED])
    expect(reconcileRows(state, { asked: state, sessionId: 's', rows: [] }).streams).toEqual({})
  })

  it('do not take away the text of one that ended while they were under way', () => {
    const asked = play([OPENED])
    const state = play([ENDED], asked)
    expect(reconcileRows(state, { asked, sessionId: 's', rows: [] })).toEqual(state)
  })
})

it('an answer that did not come leaves no doubt behind, so that the next heartbeat asks again', () => {
  const state = reconcileNothing(play([OPENED, UNNAMED]), 's')
  expect(reduceLive(state, UNNAMED).invalidate).toContainEqual({ kind: 'streams', sessionId: 's' })
})

it('in a session that is not shown what ended is forgotten for ever, what is in doubt until it is heard of', () => {
  const running = play([OPENED])
  expect(reconcileHidden(running, 's')).toEqual(running)
  expect(play([OPENED], reconcileHidden(play([OPENED, ENDED]), 's')).streams).toEqual({})
  const dropped = reconcileHidden(play([OPENED, UNNAMED]), 's')
  expect(dropped.streams).toEqual({})
  expect(play([OPENED], dropped).streams.a).toBeDefined()
})
