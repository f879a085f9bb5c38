import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandsOf, EVERY_VERB, PLAIN_VERBS } from './testing/commands.ts'
import { historyOf } from './testing/history.ts'

test('every parent is none or an earlier row of the session: no circle, no orphan', () => {
  fc.assert(
    fc.property(commandsOf(EVERY_VERB), (commands) => {
      const { rows } = historyOf(commands).last
      const earlier = new Set<string | null>([null])
      for (const { id, parentId } of rows) {
        expect(earlier).toContain(parentId)
        earlier.add(id)
      }
    }),
  )
})

test('writers who name no parent make one line and never a fork, however they and the answers interleave', () => {
  fc.assert(
    fc.property(commandsOf(PLAIN_VERBS), (commands) => {
      const { rows } = historyOf(commands).last
      const before = rows.map((_row, index) => rows[index - 1]?.id ?? null)
      expect(rows.map(({ parentId }) => parentId)).toEqual(before)
      expect(rows.every(({ movesHead }) => movesHead)).toBe(true)
    }),
  )
})

test('a step adds at most one row at the end and changes none that is there', () => {
  fc.assert(
    fc.property(commandsOf(EVERY_VERB), (commands) => {
      for (const { before, after } of historyOf(commands).moves) {
        expect(after.rows.slice(0, before.rows.length)).toEqual(before.rows)
        expect(after.rows.length - before.rows.length).toBeLessThanOrEqual(1)
        expect(after.rows.map(({ messageIndex }) => messageIndex)).toEqual([...after.rows.keys()])
      }
    }),
  )
})
