import type { Check, Difference } from './checks.ts'
import type { Row } from './expected-rows.ts'
import { codePoints, textDifference } from './text-difference.ts'

/** Where rows were read: a conversation's id in the file, and the way they came (`REST`). */
export interface Place {
  session: string
  way: string
}

interface Question {
  name: string
  /** How much is compared in a row. */
  size: (row: Row) => number
  /** What is wrong with the row that came `at`, or null. */
  fault: (expected: Row, actual: Row, at: number) => string | null
}

const one = () => 1
const field = (name: string, pick: (row: Row) => unknown): Question => ({
  name,
  size: one,
  fault: (expected, actual) => differ(name, pick(expected), pick(actual)),
})

const QUESTIONS: readonly Question[] = [
  {
    name: 'code points of their text',
    size: ({ content }) => codePoints(content),
    fault: (expected, actual) => textDifference(expected.content, actual.content),
  },
  {
    name: 'indexes: dense from 0',
    size: one,
    fault: (_expected, actual, at) => differ('index', at, actual.index),
  },
  field('ids', ({ id }) => id),
  field('roles', ({ role }) => role),
  field('parents: an answer under its prompt', ({ parentId }) => parentId),
  field('finish reasons: completed for every answer', ({ finishReason }) => finishReason),
]

/** Compares a session's rows, in the order they came, with those it has to have. */
export function compareRows(place: Place, expected: readonly Row[], actual: readonly Row[]): Check[] {
  return [
    compareCounts(place, expected, actual),
    ...QUESTIONS.map((question) => ask(question, place, expected, actual)),
  ]
}

function compareCounts({ session, way }: Place, expected: readonly Row[], actual: readonly Row[]): Check {
  const missing = expected.slice(actual.length).map(({ index, role }) => ({
    session,
    index,
    what: `${way}: the ${role}'s row is missing`,
  }))
  const tooMany = actual.slice(expected.length).map(({ index, role, id }) => ({
    session,
    index,
    what: `${way}: a row too many, the ${role}'s ${id}`,
  }))
  return {
    name: 'rows over REST, tRPC and SQL: none missing, none too many',
    compared: expected.length,
    differences: [...missing, ...tooMany],
  }
}

function ask(
  { name, size, fault }: Question,
  { session, way }: Place,
  expected: readonly Row[],
  actual: readonly Row[],
): Check {
  const differences: Difference[] = []
  let compared = 0
  for (const [at, row] of expected.entries()) {
    const other = actual[at]
    if (!other) break
    compared += size(row)
    const what = fault(row, other, at)
    if (what) differences.push({ session, index: row.index, what: `${way}: ${what}` })
  }
  return { name, compared, differences }
}

function differ(name: string, expected: unknown, actual: unknown): string | null {
  return expected === actual ? null : `${name}: ${String(actual)} instead of ${String(expected)}`
}
