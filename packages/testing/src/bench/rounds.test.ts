import { expect, test } from 'vitest'
import { orderOfRound, runRounds } from './rounds.ts'

test('each round begins with the next contender', () => {
  expect([0, 1, 2, 3].map((round) => orderOfRound(3, round))).toEqual([
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 1, 2],
  ])
})

test('every contender runs in every round, and the first round does not count', async () => {
  const ran: string[] = []
  const slice = (name: string) => async () => {
    ran.push(name)
    return `${name}${ran.filter((each) => each === name).length}`
  }
  expect(await runRounds([slice('a'), slice('b')], 2)).toEqual([
    ['a2', 'a3'],
    ['b2', 'b3'],
  ])
  expect(ran).toEqual(['a', 'b', 'b', 'a', 'a', 'b'])
})
