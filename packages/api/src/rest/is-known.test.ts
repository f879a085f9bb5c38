import { expect, test } from 'vitest'
import { isKnown } from './is-known.ts'

test.each(['W/"a"', '"a"', '"b", W/"a"', 'W/"a","b"', ' "a" ', '"x,y" , "a"', '*', ' * '])(
  'a tag is known when it is named, weakly, alone or in a list, or by a star: %s',
  (header) => {
    expect(isKnown('W/"a"', header)).toBe(true)
    expect(isKnown('"a"', header)).toBe(true)
  },
)

test.each([
  undefined,
  '',
  '"b"',
  'a',
  'W/a',
  'w/"a"',
  '"aa"',
  '"*"',
  '"b", *',
  '"x,"a""',
  '"b" "a"',
  'W/"A"',
])('a tag is not known by %s', (header) => {
  expect(isKnown('W/"a"', header)).toBe(false)
})
