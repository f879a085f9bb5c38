import type { AppendCall, RecordedCall } from '../history.ts'
import { HUNG } from '../target/target.ts'

/** What a run did, in numbers. */
export interface Counts {
  /** Ids that were acked. */
  acked: number
  /** Appends that were refused. */
  refused: number
  /** Ids of which a call came to no known outcome … */
  unknown: number
  /** … and a later one did: an ack or a refusal. */
  settled: number
  /** Of these, rows that had been committed although nobody was told. */
  committedUnseen: number
  reads: number
  /** Calls that got no answer in the time a hanging one is given. */
  hung: number
  /** How often each reason for an unknown outcome was given. */
  reasons: Record<string, number>
}

export function countCalls(calls: readonly RecordedCall[]): Counts {
  const appends = calls.filter((call) => call.kind === 'append')
  const ids = [...Map.groupBy(appends, ({ input }) => `${input.id} ${input.content}`).values()]
  const unknown = ids.filter((attempts) => attempts.some(isUnknown))
  const reasons = calls.flatMap(({ outcome }) => (outcome.kind === 'unknown' ? [outcome.code] : []))
  return {
    acked: new Set(appends.filter(isAck).map(({ input }) => input.id)).size,
    refused: appends.filter(({ outcome }) => outcome.kind === 'refused').length,
    unknown: unknown.length,
    settled: unknown.filter((attempts) => attempts.some((call) => !isUnknown(call))).length,
    committedUnseen: unknown.filter(wasCommittedUnseen).length,
    reads: calls.filter(({ kind, outcome }) => kind === 'list' && outcome.kind === 'ack').length,
    hung: reasons.filter((reason) => reason === HUNG).length,
    reasons: countEach(reasons),
  }
}

function isUnknown({ outcome }: AppendCall): boolean {
  return outcome.kind === 'unknown'
}

function isAck({ outcome }: AppendCall): boolean {
  return outcome.kind === 'ack'
}

/** The first ack of an id already says that the row was there. */
function wasCommittedUnseen(attempts: readonly AppendCall[]): boolean {
  const outcome = attempts.find(isAck)?.outcome
  return attempts[0] !== undefined && isUnknown(attempts[0]) && outcome?.kind === 'ack' && !!outcome.replay
}

function countEach(items: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(items, (item) => item)].sort(([a], [b]) => a.localeCompare(b))
  return Object.fromEntries(groups.map(([item, same]) => [item, same.length]))
}
