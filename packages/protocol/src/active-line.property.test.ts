import fc from 'fast-check'
import { expect, test } from 'vitest'
import { activeLine } from './active-line.ts'

interface Row {
  id: string
  messageIndex: number
  parentId: string | null
}

/** Any rows whose parents are earlier rows or none, and any of them as the head. */
const sessions = fc
  .array(fc.tuple(fc.boolean(), fc.nat()), { minLength: 1, maxLength: 60, size: 'max' })
  .chain((shape) => fc.tuple(fc.constant(shape.map(toRow)), fc.nat(shape.length - 1)))
  .map(([rows, head]) => ({ rows, headId: `i${head}` }))

/** Half of the rows follow the row before them, so that there are long lines as well as bushes. */
function toRow([straight, pick]: [boolean, number], messageIndex: number): Row {
  const parent = straight ? messageIndex - 1 : (pick % (messageIndex + 1)) - 1
  return { id: `i${messageIndex}`, messageIndex, parentId: parent < 0 ? null : `i${parent}` }
}

const shuffledSessions = sessions.chain((session) =>
  fc
    .shuffledSubarray(session.rows, { minLength: session.rows.length })
    .map((shuffled) => ({ ...session, shuffled })),
)

test('the line is a path from a first message to the head', () => {
  fc.assert(
    fc.property(sessions, ({ rows, headId }) => {
      const line = activeLine(rows, headId)
      expect(line.at(-1)?.id).toBe(headId)
      expect(line.map(({ parentId }) => parentId)).toEqual([null, ...line.slice(0, -1).map(({ id }) => id)])
    }),
  )
})

test('where parents come first, the line ascends by index without a repeat', () => {
  fc.assert(
    fc.property(sessions, ({ rows, headId }) => {
      const indexes = activeLine(rows, headId).map(({ messageIndex }) => messageIndex)
      expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b))
    }),
  )
})

test('the order in which rows come makes no difference', () => {
  fc.assert(
    fc.property(shuffledSessions, ({ rows, shuffled, headId }) => {
      expect(activeLine(shuffled, headId)).toEqual(activeLine(rows, headId))
    }),
  )
})

test('the newest rows give the younger part of the line', () => {
  fc.assert(
    fc.property(sessions, fc.nat(60), ({ rows, headId }, oldest) => {
      const younger = activeLine(rows, headId).filter(({ messageIndex }) => messageIndex >= oldest)
      expect(activeLine(rows.slice(oldest), headId)).toEqual(younger)
    }),
  )
})

test('rows that are appended later leave the line to a head as it was', () => {
  fc.assert(
    fc.property(sessions, ({ rows, headId }) => {
      const upToHead = rows.slice(0, rows.findIndex(({ id }) => id === headId) + 1)
      expect(activeLine(upToHead, headId)).toEqual(activeLine(rows, headId))
    }),
  )
})

test('rows that follow each other in any way end the walk, each at most once on the line', () => {
  const anyParents = fc.array(fc.option(fc.nat(19)), { minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(anyParents, fc.nat(19), (parents, head) => {
      const rows = parents.map((parent, n) => ({
        id: `i${n}`,
        parentId: parent === null ? null : `i${parent}`,
      }))
      const ids = activeLine(rows, `i${head}`).map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})
