import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STREAM_STATUSES } from './stream.ts'
import { errorClassOf, finishReasonOf, rowOf } from './stream-ending.ts'
import { hasEnded, nextStreamState, type StreamEvent, type StreamState } from './stream-state.ts'
import { streamEvents } from './testing/stream-events.ts'

const histories = fc.array(streamEvents(), { maxLength: 20 })

/** The states that the events lead through, the first one first; an ignored event adds none. */
function statesOf(events: readonly StreamEvent[]): StreamState[] {
  let state: StreamState = { status: 'queued' }
  const states: StreamState[] = [state]
  for (const event of events) {
    const next = nextStreamState(state, event)
    if ('ignored' in next) continue
    state = next
    states.push(state)
  }
  return states
}

const lastOf = (events: readonly StreamEvent[]) => statesOf(events).at(-1)

test('no event leads out of an end, and each is ignored because it is over', () => {
  fc.assert(
    fc.property(histories, streamEvents(), (events, event) => {
      const last = lastOf(events)
      fc.pre(last !== undefined && hasEnded(last))
      expect(nextStreamState(last, event)).toEqual({ ignored: 'over' })
    }),
  )
})

test('an end is reached at most once, and by way of open or from the queue', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const statuses = statesOf(events).map((state) => (hasEnded(state) ? 'ended' : state.status))
      expect(['queued,open,ended', 'queued,open', 'queued,ended', 'queued']).toContain(statuses.join())
    }),
  )
})

test('every history that contains the death of its server, or anything but a turn and a finish, ends', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const last = lastOf(events)
      const opened = events.findIndex(({ type }) => type === 'opened')
      const ends = events.some(
        ({ type }, at) => type !== 'opened' && (type !== 'finished' || (opened >= 0 && opened < at)),
      )
      expect(last && hasEnded(last)).toBe(ends)
    }),
  )
})

test('an event repeated at once, or repeated later, changes nothing', () => {
  fc.assert(
    fc.property(histories, fc.nat(), fc.nat(), (events, pick, later) => {
      fc.pre(events.length > 0)
      const at = pick % events.length
      const applied = statesOf(events.slice(0, at + 1)).length > statesOf(events.slice(0, at)).length
      fc.pre(applied)
      const to = at + 1 + (later % (events.length - at))
      expect(statesOf(events.toSpliced(to, 0, ...events.slice(at, at + 1)))).toEqual(statesOf(events))
    }),
  )
})

test('an error class stands beside failed and interrupted and nowhere else; a row has text and says how it ended', () => {
  fc.assert(
    fc.property(histories, fc.string(), (events, text) => {
      const last = lastOf(events)
      fc.pre(last !== undefined && hasEnded(last))
      expect(errorClassOf(last) !== null).toBe(last.status === 'failed' || last.status === 'interrupted')
      expect(rowOf(last, text)).toEqual(
        text.trim() === '' ? null : { content: text, finishReason: finishReasonOf(last) },
      )
    }),
  )
})

test('each state can be reached', () => {
  const seen = new Set(fc.sample(histories, 1_000).flatMap((events) => lastOf(events)?.status ?? []))
  expect([...seen].toSorted()).toEqual(STREAM_STATUSES.toSorted())
})
