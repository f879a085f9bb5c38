import { expect, test } from 'vitest'
import { activeLine } from './active-line.ts'

/** `b<a` is message b, which follows a. */
const rows = (...names: string[]) =>
  names.map((name) => {
    const [id = '', parentId = null] = name.split('<')
    return { id, parentId }
  })
const line = (headId: string | null, ...names: string[]) =>
  activeLine(rows(...names), headId).map((message) => message.id)

test('the line goes from the first message to the head', () => {
  expect(line('c', 'a', 'b<a', 'c<b', 'd<c')).toEqual(['a', 'b', 'c'])
})

test('other lines are left out', () => {
  expect(line('e', 'a', 'b<a', 'c<b', 'd<a', 'e<d')).toEqual(['a', 'd', 'e'])
})

test('a message can stand after one that came later', () => {
  expect(line('b', 'a', 'b<c', 'c<a')).toEqual(['a', 'c', 'b'])
})

test('a page that is cut off at the old end gives the younger part', () => {
  expect(line('d', 'c<b', 'd<c')).toEqual(['c', 'd'])
})

test('without a head, or with one that is not there, the line is empty', () => {
  expect(line(null, 'a')).toEqual([])
  expect(line('x', 'a')).toEqual([])
  expect(line('a')).toEqual([])
})

test('rows that follow each other in a circle end the walk', () => {
  expect(line('b', 'a<b', 'b<a')).toEqual(['a', 'b'])
  expect(line('a', 'a<a')).toEqual(['a'])
})

test('100,000 messages are no deeper than one', () => {
  const long = Array.from({ length: 100_000 }, (_, n) => ({
    id: `${n}`,
    parentId: n === 0 ? null : `${n - 1}`,
  }))
  expect(activeLine(long, '99999')).toHaveLength(100_000)
})
