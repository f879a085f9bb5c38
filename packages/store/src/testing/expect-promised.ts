import { expect } from 'vitest'
import { type Meeting, TAKEN_ID } from './isolation-expectations.ts'
import { earlierOf, nameOf, overlaps, type Pair, type Permutation } from './permutations.ts'
import type { Transaction } from './transaction-actor.ts'

interface Played {
  meeting: Meeting
  permutation: Permutation
  outcomes: Pair<Transaction>
}

/** Both appends came to what their order promises. */
export function expectPromised({ meeting, permutation, outcomes }: Played): void {
  const name = nameOf(permutation)
  const [earlier, later] = earlierOf(permutation) === 0 ? outcomes : [outcomes[1], outcomes[0]]
  const promised = earlier.result === 'new' && earlier.committed ? meeting.afterCommit : 'new'
  expect(shownAs(earlier), name).toBe('new')
  expect(shownAs(later, promised), name).toBe(promised)
  expect(earlier.waited, name).toBe(false)
  expect(later.waited, name).toBe(meeting.waits && overlaps(permutation))
}

function shownAs({ result, refusedWith }: Transaction, promised = 'new'): string {
  if (refusedWith === null) return result
  return promised === 'conflict' && TAKEN_ID.includes(refusedWith) ? 'conflict' : refusedWith
}
