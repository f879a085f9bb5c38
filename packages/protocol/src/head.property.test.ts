import fc from 'fast-check'
import { expect, test } from 'vitest'
import { activeLine } from './active-line.ts'
import { headOf } from './head.ts'
import { must } from './must.ts'
import { commandsOf, EVERY_VERB } from './testing/commands.ts'
import { historyOf } from './testing/history.ts'
import { afterStep, headIn, type SessionModel } from './testing/session-model.ts'

const NEW = 'new'

const histories = commandsOf(EVERY_VERB).map((commands) => historyOf(commands))
/** A session with messages, and one of them. */
const sessionsAndOne = fc
  .tuple(histories, fc.nat())
  .filter(([{ last }]) => last.rows.length > 0)
  .map(([{ last }, pick]) => ({ session: last, row: must(last.rows[pick % last.rows.length], 'a row') }))

const lineOf = (session: SessionModel, headId = headIn(session)) =>
  activeLine(session.rows, headId).map(({ id }) => id)

test('a session with messages always has one of them as its head', () => {
  fc.assert(
    fc.property(histories, ({ moves }) => {
      for (const { after } of moves)
        expect([null, ...after.rows.map(({ id }) => id)]).toContain(headIn(after))
      for (const { after } of moves) expect(headIn(after) === null).toBe(after.rows.length === 0)
    }),
  )
})

test('the order in which rows come makes no difference', () => {
  fc.assert(
    fc.property(histories, ({ last }) => {
      expect(headOf(last.rows.toReversed(), last.chosen)).toBe(headIn(last))
    }),
  )
})

test("a client's message becomes the head, wherever its parent is", () => {
  fc.assert(
    fc.property(histories, ({ moves }) => {
      for (const { before, step, after } of moves)
        if ((step.type === 'append' || step.type === 'send') && after !== before)
          expect(headIn(after)).toBe(step.id)
    }),
  )
})

test('an edit makes a branch beside the edited message and takes the head', () => {
  fc.assert(
    fc.property(sessionsAndOne, ({ session, row }) => {
      const edited = afterStep(session, { type: 'append', id: NEW, role: 'user', parentId: row.parentId })
      expect(lineOf(edited)).toEqual([...lineOf(session, row.parentId), NEW])
      expect(lineOf(edited, row.id)).toEqual(lineOf(session, row.id))
    }),
  )
})

test('a message after a choice continues the chosen line', () => {
  fc.assert(
    fc.property(sessionsAndOne, ({ session, row }) => {
      const choice = afterStep(session, { type: 'choose', headId: row.id })
      expect(headIn(choice)).toBe(row.id)
      const next = afterStep(choice, { type: 'append', id: NEW, role: 'user' })
      expect(lineOf(next)).toEqual([...lineOf(session, row.id), NEW])
    }),
  )
})

test('of two choices the later one counts', () => {
  fc.assert(
    fc.property(sessionsAndOne, fc.nat(), ({ session, row }, pick) => {
      const other = must(session.rows[pick % session.rows.length], 'a row')
      const first = afterStep(session, { type: 'choose', headId: other.id })
      expect(headIn(afterStep(first, { type: 'choose', headId: row.id }))).toBe(row.id)
    }),
  )
})
