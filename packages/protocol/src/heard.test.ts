import { expect, it } from 'vitest'
import { hearMore, isBehind } from './heard.ts'

it('of two words the higher count speaks, whichever came last', () => {
  expect(hearMore({ messageCount: 5, headId: 'a' }, { messageCount: 4, headId: 'b' })).toEqual({
    messageCount: 5,
    headId: 'a',
  })
  expect(hearMore({ messageCount: 4 }, { messageCount: 5, headId: null })).toEqual({
    messageCount: 5,
    headId: null,
  })
})

it('at one count a later head replaces an earlier one, and a word without a head forgets none', () => {
  expect(hearMore({ messageCount: 5, headId: 'a' }, { messageCount: 5, headId: 'b' }).headId).toBe('b')
  expect(hearMore({ messageCount: 5, headId: 'a' }, { messageCount: 5 }).headId).toBe('a')
})

it('certain staleness is not forgotten for a count', () => {
  expect(hearMore({}, { messageCount: 5 })).toEqual({})
  expect(hearMore({ messageCount: 5 }, {})).toEqual({})
})

const list = { messageCount: 3, headId: 'c' }

it('a list is behind when a higher count or, at the same count, another head was heard', () => {
  expect(isBehind(list, { messageCount: 4 })).toBe(true)
  expect(isBehind(list, { messageCount: 3, headId: 'a' })).toBe(true)
  expect(isBehind(list, {})).toBe(true)
})

it('a list is not behind when the word is old or says what it knows', () => {
  expect(isBehind(list, { messageCount: 2, headId: 'b' })).toBe(false)
  expect(isBehind(list, { messageCount: 3, headId: 'c' })).toBe(false)
  expect(isBehind(list, { messageCount: 3 })).toBe(false)
})
