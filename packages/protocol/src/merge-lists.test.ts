import { expect, test } from 'vitest'
import { mergeLists, unionByIndex } from './merge-lists.ts'

const list = (messageCount: number, headId: string) => ({ messages: [], messageCount, headId })

test('an answer that saw less never takes back the count or the head', () => {
  expect(mergeLists(list(5, 'e'), list(3, 'c'))).toMatchObject({ messageCount: 5, headId: 'e' })
  expect(mergeLists(list(3, 'c'), list(5, 'e'))).toMatchObject({ messageCount: 5, headId: 'e' })
})

test('at equal counts the newer answer knows the line that a person chose', () => {
  expect(mergeLists(list(5, 'e'), list(5, 'b'))).toMatchObject({ headId: 'b' })
})

test('neither list is changed', () => {
  const one = Object.freeze([{ messageIndex: 2 }])
  const other = Object.freeze([{ messageIndex: 0 }, { messageIndex: 2 }])
  expect(unionByIndex(one, other)).toEqual([{ messageIndex: 0 }, { messageIndex: 2 }])
})
