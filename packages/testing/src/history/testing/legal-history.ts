import type { AppendInput, ListInput } from '@duck/store'
import fc from 'fast-check'
import { withToken } from '../content-token.ts'
import type { History, RecordedCall } from '../history.ts'
import { createSequentialLog } from './sequential-log.ts'

/** Ticks between two calls taking effect; a call begins before and ends after, so that calls overlap. */
const APART = 10
const LONGEST = 60

const timing = fc.record({
  client: fc.nat(3),
  early: fc.integer({ min: 1, max: LONGEST }),
  late: fc.integer({ min: 1, max: LONGEST }),
})
const session = fc.constantFrom('s1', 's2')
const append = fc.record({
  kind: fc.constant('append' as const),
  timing,
  session,
  role: fc.constantFrom('user' as const, 'assistant' as const, 'system' as const),
  text: fc.string({ unit: 'grapheme', maxLength: 8 }),
  /** How the caller fares: whether it hears of it, and whether it happened when it does not. */
  fate: fc.constantFrom('heard', 'heard', 'heard', 'happened', 'vanished'),
  repeats: fc.option(fc.nat(20), { freq: 5 }),
  expects: fc.option(fc.nat(8), { freq: 6 }),
})
const list = fc.record({
  kind: fc.constant('list' as const),
  timing,
  session,
  bounds: fc.oneof(
    fc.constant({}),
    fc.integer({ min: -1, max: 12 }).map((after) => ({ after })),
    fc.nat(12).map((before) => ({ before })),
  ),
  limit: fc.constantFrom(2, 5, 200),
})
type Step =
  | (typeof append extends fc.Arbitrary<infer A> ? A : never)
  | (typeof list extends fc.Arbitrary<infer L> ? L : never)

/** What clients may see of a log whose calls take effect one after the other, some at the same time. */
export const legalHistory: fc.Arbitrary<History> = fc
  .array(fc.oneof({ weight: 3, arbitrary: append }, { weight: 2, arbitrary: list }), {
    minLength: 1,
    maxLength: 30,
  })
  .map(play)

function play(steps: readonly Step[]): History {
  const log = createSequentialLog()
  const sent: AppendInput[] = []
  const calls = steps.map((step, place): RecordedCall => {
    const { client, early, late } = step.timing
    const at = (place + 1) * APART
    const timed = { client, invokedAt: at - early, completedAt: at + late }
    if (step.kind === 'list') {
      const input: ListInput = { userId: 'u1', sessionId: step.session, ...step.bounds, limit: step.limit }
      return { kind: 'list', ...timed, input, outcome: { kind: 'ack', value: log.list(input) } }
    }
    const input = inputOf(step, place, sent)
    sent.push(input)
    const outcome = step.fate === 'vanished' ? null : log.append(input)
    const heard = step.fate === 'heard' && outcome ? outcome : { kind: 'unknown' as const, code: 'CUT' }
    return { kind: 'append', ...timed, input, outcome: heard }
  })
  return { calls, finalRows: log.rows() }
}

function inputOf(step: Extract<Step, { kind: 'append' }>, place: number, sent: AppendInput[]): AppendInput {
  const again = step.repeats === null ? undefined : sent[step.repeats]
  if (again) return again
  const { session: sessionId, role, text, expects } = step
  const content = withToken(`token-${place}`, text)
  return {
    userId: 'u1',
    sessionId,
    id: `id-${place}`,
    role,
    content,
    expectedMessageCount: expects ?? undefined,
  }
}
