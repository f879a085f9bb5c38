import { DuckError } from '@duck/protocol'
import { expect, test } from 'vitest'
import { BodyBudget } from './body-budget.ts'

function codeOf(take: () => unknown): string {
  try {
    take()
    return 'taken'
  } catch (error) {
    return error instanceof DuckError ? error.code : 'odd'
  }
}

test('a caller has so much on its way and no more, whatever the others have', () => {
  const budget = new BodyBudget({ mostOfAll: 100, mostOfCaller: 10 })
  expect(['a', 'a', 'a', 'b'].map((caller) => codeOf(() => budget.take(caller, 5)))).toEqual([
    'taken',
    'taken',
    'TOO_MANY_REQUESTS',
    'taken',
  ])
})

test('one body is taken of everybody, as large as it may be, until all have too much', () => {
  const budget = new BodyBudget({ mostOfAll: 100, mostOfCaller: 10 })
  expect(['a', 'b', 'c'].map((caller) => codeOf(() => budget.take(caller, 50)))).toEqual([
    'taken',
    'taken',
    'SERVICE_UNAVAILABLE',
  ])
})

test('what is given back, once or twice, makes room once, and nobody is remembered without a body', () => {
  const budget = new BodyBudget({ mostOfAll: 10, mostOfCaller: 10 })
  const first = budget.take('a', 6)
  const second = budget.take('b', 4)
  first[Symbol.dispose]()
  first[Symbol.dispose]()
  expect(codeOf(() => budget.take('c', 7))).toBe('SERVICE_UNAVAILABLE')
  second[Symbol.dispose]()
  expect(budget.callers).toBe(0)
})
