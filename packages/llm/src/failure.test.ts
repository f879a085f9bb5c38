import { expect, test } from 'vitest'
import { ModelFailure, toModelFailure } from './failure.ts'

test('an error nobody knows is internal, with a cause that names it but repeats nothing of it', () => {
  const failure = toModelFailure(new TypeError('Bearer sk-secret is no header'))
  expect(failure.errorClass).toBe('internal')
  expect(failure.cause).toMatchObject({ message: 'TypeError' })
})

test('a ModelFailure stays what it is', () => {
  const failure = new ModelFailure('model-refused', new Error('no'))
  expect(toModelFailure(failure)).toBe(failure)
})

test('what is thrown need not be an error, and causes may go round in circles', () => {
  expect(toModelFailure('boom').cause).toBeInstanceOf(Error)
  const circle = new Error('round')
  circle.cause = circle
  expect(toModelFailure(circle).errorClass).toBe('internal')
})
