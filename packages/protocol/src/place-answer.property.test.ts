import fc from 'fast-check'
import { expect, test } from 'vitest'
import { activeLine } from './active-line.ts'
import { must } from './must.ts'
import { commandsOf, EVERY_VERB, PLAIN_VERBS } from './testing/commands.ts'
import { historyOf, type Move } from './testing/history.ts'
import { headIn, type ModelRow, type ModelStream, type SessionModel } from './testing/session-model.ts'

interface Answer {
  stream: ModelStream
  row: ModelRow
  before: SessionModel
  after: SessionModel
}

/** The moves in which an answer became a row. */
function answersOf(moves: readonly Move[]): Answer[] {
  return moves.flatMap(({ before, step, after }) => {
    if (step.type !== 'end' || step.content === '') return []
    const stream = before.streams.find(({ id }) => id === step.streamId)
    return [{ stream: must(stream, 'its stream'), row: must(after.rows.at(-1), 'its row'), before, after }]
  })
}

const histories = commandsOf(EVERY_VERB).map((commands) => answersOf(historyOf(commands).moves))
const lineOf = (session: SessionModel, headId = headIn(session)) =>
  activeLine(session.rows, headId).map(({ id }) => id)

test('sequences of commands have answers of both kinds, that move the head and that leave it', () => {
  const kinds = new Set(
    fc
      .sample(histories, { numRuns: 500, seed: 1 })
      .flatMap((answers) => answers.map(({ stream, row }) => `${stream.follows} ${row.movesHead}`)),
  )
  expect([...kinds].sort()).toEqual(['head false', 'head true', 'prompt false', 'prompt true'])
})

test('an answer stands below its prompt', () => {
  fc.assert(
    fc.property(histories, (answers) => {
      for (const { stream, row, after } of answers) expect(lineOf(after, row.id)).toContain(stream.promptId)
    }),
  )
})

test('an answer never takes the head from a message that came after it was asked for', () => {
  fc.assert(
    fc.property(histories, (answers) => {
      for (const { stream, before, after } of answers) {
        const newer = before.rows.slice(stream.askedAtCount).map(({ id }) => id)
        const shown = lineOf(before).filter((id) => newer.includes(id))
        expect(lineOf(after)).toEqual(expect.arrayContaining(shown))
      }
    }),
  )
})

test('an answer to a send leaves everything that was shown shown', () => {
  fc.assert(
    fc.property(histories, (answers) => {
      for (const { stream, before, after } of answers)
        if (stream.follows === 'head')
          expect(lineOf(after).slice(0, lineOf(before).length)).toEqual(lineOf(before))
    }),
  )
})

test('an answer that leaves the head alone changes nothing that is shown', () => {
  fc.assert(
    fc.property(histories, (answers) => {
      for (const { row, before, after } of answers)
        expect(headIn(after)).toBe(row.movesHead ? row.id : headIn(before))
    }),
  )
})

test('where nobody names a parent, every answer ends the line', () => {
  fc.assert(
    fc.property(commandsOf(PLAIN_VERBS), (commands) => {
      for (const { row, after } of answersOf(historyOf(commands).moves))
        expect(lineOf(after).at(-1)).toBe(row.id)
    }),
  )
})
