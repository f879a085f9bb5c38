import { expect } from 'vitest'
import { type Meeting, TAKEN_ID } from './isolation-expectations.ts'
import { earlierOf, nameOf, overlaps, type Pair, type Permutation } from './permutations.ts'
import type { Transaction } from './transaction-actor.ts'

interface Played {
  meeting: Meeting
  permutation: Permutation
  outcomes: Pair<Transaction>
  /** SQLSTATEs with which the level may refuse what is promised. */
  refusals: readonly string[]
}

/** Both appends came to what their order promises, or to a refusal that the isolation level allows. */
export function expectPromised({ meeting, permutation, outcomes, refusals }: Played): void {
  const name = nameOf(permutation)
  const [earlier, later] = earlierOf(permutation) === 0 ? outcomes : [outcomes[1], outcomes[0]]
  const promised = earlier.result === 'new' && earlier.committed ? meeting.afterCommit : 'new'
  expect(shownAs(earlier), name).toBeOneOf(['new', ...refusals])
  expect(shownAs(later, promised), name).toBeOneOf([promised, ...refusals])
  expect(earlier.waited, name).toBe(false)
  if (refusals.length === 0) expect(later.waited, name).toBe(meeting.waits && overlaps(permutation))
}

function shownAs({ result, refusedWith }: Transaction, promised = 'new'): string {
  if (refusedWith === null) return result
  return promised === 'conflict' && TAKEN_ID.includes(refusedWith) ? 'conflict' : refusedWith
}
