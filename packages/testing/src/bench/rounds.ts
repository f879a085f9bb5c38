import { must } from '@duck/protocol'

/** What one contender does in one round; that of warming up is 0. */
export type Slice<Result> = (round: number) => Promise<Result>

/**
 * Runs every slice once in each round, one after another, after a round of warming up that is thrown away; gives each
 * slice's results in the order of the rounds.
 */
export async function runRounds<Result>(
  slices: readonly Slice<Result>[],
  rounds: number,
): Promise<Result[][]> {
  const results: Result[][] = slices.map(() => [])
  for (let round = 0; round <= rounds; round++)
    for (const place of orderOfRound(slices.length, round)) {
      const result = await must(slices[place], 'slice')(round)
      if (round > 0) must(results[place], 'results').push(result)
    }
  return results
}

/** Places from 0 on, begun one further in each round, so that nobody always runs after the same and at the same time. */
export function orderOfRound(count: number, round: number): number[] {
  return Array.from({ length: count }, (_, place) => (place + round) % count)
}
