import { expect, test } from 'vitest'
import { linkNext } from './link-next.ts'

test('the header holds the path with the values that are given, escaped', () => {
  expect(linkNext('/api/x', { after: 4, limit: undefined, cursor: 'a b&c' })).toEqual({
    link: '</api/x?after=4&cursor=a+b%26c>; rel="next"',
  })
})

test('without a next page there is no header', () => {
  expect(linkNext('/api/x', null)).toEqual({})
})
