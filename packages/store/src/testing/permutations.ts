import { must } from '@duck/protocol'
import type postgres from 'postgres'
import { interleavings } from './interleavings.ts'
import type { End, RawAppend, Transaction, TransactionActor } from './transaction-actor.ts'

export type Pair<Item> = readonly [Item, Item]

/** A step of the first or of the second of two transactions. */
interface Turn {
  who: 0 | 1
  act: 'begin' | 'append' | End
}
export type Permutation = readonly Turn[]

const ENDS: readonly End[] = ['commit', 'rollback']

/** Every order of two transactions with an append each, committed or rolled back. */
export const PERMUTATIONS: readonly Permutation[] = ENDS.flatMap((first) =>
  ENDS.flatMap((second) => interleavings(turns(0, first), turns(1, second))),
)

function turns(who: 0 | 1, end: End): Turn[] {
  return (['begin', 'append', end] as const).map((act) => ({ who, act }))
}

/** As in `first begin, second begin, first append …`. */
export function nameOf(permutation: Permutation): string {
  return permutation.map(({ who, act }) => `${who === 0 ? 'first' : 'second'} ${act}`).join(', ')
}

/** Whose append is told first. */
export function earlierOf(permutation: Permutation): 0 | 1 {
  return must(
    permutation.find(({ act }) => act === 'append'),
    'an append',
  ).who
}

/** The later append is told while the transaction of the earlier one is open. */
export function overlaps(permutation: Permutation): boolean {
  const earlier = earlierOf(permutation)
  const end = permutation.findLastIndex(({ who }) => who === earlier)
  return permutation.findIndex(({ who, act }) => who !== earlier && act === 'append') < end
}

interface Stage {
  actors: Pair<TransactionActor>
  appends: Pair<RawAppend>
  /** Another connection, to see who waits. */
  look: postgres.Sql
}

export async function play(
  permutation: Permutation,
  { actors, appends, look }: Stage,
): Promise<Pair<Transaction>> {
  for (const { who, act } of permutation) {
    const actor = actors[who]
    if (act === 'begin') actor.begin()
    else if (act === 'append') actor.append(appends[who])
    else actor.end(act)
    // Both, since the end of one lets the other go on.
    for (const each of actors) await each.untilQuiet(look)
  }
  return [await actors[0].outcome(), await actors[1].outcome()]
}
