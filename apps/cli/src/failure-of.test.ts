import { DuckError } from '@duck/protocol'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'

const withCode = (code: string) => Object.assign(new Error('of postgres://me:s3cret@db'), { code })

test('a sentence of ours is told as it is', () => {
  expect(failureOf(new Error('There is no user x.'))).toBe('There is no user x.')
  expect(failureOf(new Error('3 sessions are not proved.\nRepeat it.'))).toBe(
    '3 sessions are not proved.\nRepeat it.',
  )
  expect(failureOf(new DuckError('SERVICE_UNAVAILABLE', 'The database cannot be reached.'))).toBe(
    'The database cannot be reached.',
  )
})

test('anything else is told by its kind, code and place, without its words', () => {
  const wrapped = new DuckError('INTERNAL_SERVER_ERROR', 'Something went wrong.', {}, withCode('22000'))
  for (const error of [withCode('22000'), wrapped, new TypeError('s3cret'), 's3cret']) {
    const told = failureOf(error)
    expect(told).toMatch(/^Something went wrong: .+\. Please report it\.$/)
    expect(told).not.toContain('s3cret')
  }
  expect(failureOf(wrapped)).toContain('22000')
})

test('a database of another version is told as such', () => {
  const error = new DuckError('INTERNAL_SERVER_ERROR', 'Something went wrong.', {}, withCode('42P01'))
  expect(failureOf(error)).toContain('not at the schema of this version (42P01)')
})
