import { expect, test } from 'vitest'
import { placeAnswer } from './place-answer.ts'

/** a ← b ← c, and a ← d beside them. */
const ROWS = [
  { id: 'a', parentId: null },
  { id: 'b', parentId: 'a' },
  { id: 'c', parentId: 'b' },
  { id: 'd', parentId: 'a' },
]
const sent = { promptId: 'b', follows: 'head', headAtOpen: 'b' } as const
const again = { promptId: 'b', follows: 'prompt', headAtOpen: 'c' } as const

test('the answer to a send follows the head while its prompt is the head or above it', () => {
  expect(placeAnswer(ROWS, 'b', sent)).toEqual({ parentId: 'b', movesHead: true })
  expect(placeAnswer(ROWS, 'c', sent)).toEqual({ parentId: 'c', movesHead: true })
})

test('the answer to a send on another line follows its prompt and leaves the head alone', () => {
  expect(placeAnswer(ROWS, 'd', sent)).toEqual({ parentId: 'b', movesHead: false })
})

test('another answer follows its prompt and becomes the head where it was asked for', () => {
  expect(placeAnswer(ROWS, 'c', again)).toEqual({ parentId: 'b', movesHead: true })
})

test('another answer leaves the head alone when it has moved meanwhile', () => {
  expect(placeAnswer(ROWS, 'd', again)).toEqual({ parentId: 'b', movesHead: false })
})
