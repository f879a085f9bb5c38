import type { StreamEnd } from '@duck/protocol'
import type { FaultKind } from '../fault-proxy/faults.ts'
import { DELTAS } from './answer.ts'

/** `restart`: one server, started again. `takeover`: another server on the same database goes on. */
export const MODES = ['restart', 'takeover'] as const
export type Mode = (typeof MODES)[number]

/** When the server that writes the answer is killed. */
export type Moment =
  /** The model has emitted so many deltas, and no more. */
  | { kind: 'delta'; count: number }
  /** All text is durable, and the model has not ended yet. */
  | { kind: 'before-end' }
  /** So long after the model has ended. */
  | { kind: 'after-end'; ms: number }
  | StatementMoment

/** As a statement that calls this function, the `nth` of them from 1, is where this fault would cut it. */
export interface StatementMoment {
  kind: 'statement'
  calls: string
  nth: number
  fault: FaultKind
  /** How long it is held there before the kill; default 0. */
  heldMs?: number
  /** How the stream is to end. */
  ends: StreamEnd
}

export interface CrashPoint {
  name: string
  mode: Mode
  moment: Moment
  /** Whether the next message is sent before the cut answer has its end: then its answer has to wait for that. */
  nextAtOnce: boolean
}

const STEP = 10
const AFTER_END_MS = [0, 2, 5, 10, 20]

// Not the first, so that there is text from before.
const CHECKPOINT = { kind: 'statement', calls: 'checkpoint_streams', nth: 2, ends: 'interrupted' } as const
const FINALIZE = { kind: 'statement', calls: 'finalize_stream', nth: 1, ends: 'interrupted' } as const

const MOMENTS: [string, Moment][] = [
  ...Array.from({ length: DELTAS.length / STEP + 1 }, (_, step): [string, Moment] => [
    `delta-${step * STEP}`,
    { kind: 'delta', count: step * STEP },
  ]),
  ['before-end', { kind: 'before-end' }],
  ...AFTER_END_MS.map((ms): [string, Moment] => [`end-${ms}ms`, { kind: 'after-end', ms }]),
  ['checkpoint-asked', { ...CHECKPOINT, fault: 'cut-before' }],
  ['checkpoint-executed', { ...CHECKPOINT, fault: 'cut-before-commit' }],
  ['checkpoint-committed', { ...CHECKPOINT, fault: 'cut-after-commit' }],
  ['finalize-asked', { ...FINALIZE, fault: 'cut-before' }],
  ['finalize-held', { ...FINALIZE, fault: 'cut-before', heldMs: 1_500 }],
  ['finalize-executed', { ...FINALIZE, fault: 'cut-before-commit' }],
  ['finalize-committed', { ...FINALIZE, fault: 'cut-after-commit', ends: 'finalized' }],
]

/** The names of the moments, in the order in which they come. */
export const MOMENT_NAMES: readonly string[] = MOMENTS.map(([name]) => name)

/** Each of these moments in each of these modes. */
export function pointsOf(modes: readonly Mode[], names: readonly string[] = MOMENT_NAMES): CrashPoint[] {
  const points = (mode: Mode) =>
    MOMENTS.map(([name, moment], place) => ({ name, mode, moment, nextAtOnce: place % 2 === 1 }))
  return modes.flatMap(points).filter(({ name }) => names.includes(name))
}
