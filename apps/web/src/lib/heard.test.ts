import { expect, it } from 'vitest'
import { hearMore } from './heard.ts'

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
