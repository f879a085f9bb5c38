import { expect, test } from 'vitest'
import { faultOf } from './fault.ts'

test('a fault says what kind it is and where it came from, never its words', () => {
  const cause = Object.assign(new Error('Key (content)=(s3cret) exists'), {
    code: '23505',
    constraint_name: 'one',
  })
  const fault = faultOf(new TypeError('first s3cret\n    at s3cret (place)\nlast', { cause }))
  expect(fault).toMatchObject({
    kind: 'TypeError',
    at: expect.arrayContaining([expect.stringContaining('fault.test.ts')]),
    cause: { kind: 'Error', code: '23505', constraint_name: 'one' },
  })
  expect(JSON.stringify(fault)).not.toContain('s3cret')
})

test('what is thrown and no error is named by its type alone', () => {
  expect(faultOf('s3cret')).toEqual({ kind: 'string' })
})

test('an error whose message was changed since shows no line of its stack', () => {
  const error = new Error('s3cret\n    at s3cret (place)')
  error.message = 'other'
  expect(JSON.stringify(faultOf(error))).not.toContain('s3cret')
})
