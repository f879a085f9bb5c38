import { describe, expect, test } from 'vitest'
import type { ChatTurn } from '../port.ts'
import { composeAnswer } from './compose-answer.ts'

/** Past the first answer, so that only the asking back is left. */
function answerTo(content: string, before = 'hello'): string {
  const turns: ChatTurn[] = [
    { role: 'user', content: before },
    { role: 'assistant', content: 'Quack' },
    { role: 'user', content },
  ]
  return composeAnswer(turns)
}

describe('the duck asks back about what was written', () => {
  test.each([
    ['a question', 'Why is the cache so slow?', /cache/],
    [
      'an error',
      'Then it says\nTypeError: x is not a function\nand stops.',
      /`TypeError: x is not a function`/,
    ],
    ['code', '```ts\nfunction addTax(n) {\n  return n * 1.2\n}\n```', /3 lines of ts/],
    ['a list', '- buy milk\n- call Ada\n- write tests', /buy milk/],
    ['a choice', 'Should I use Postgres or MongoDB?', /\*\*Postgres\*\*/],
    ['numbers', 'It was 42 ms', /42 ms/],
    ['a statement', 'Bob moved the scheduler', /scheduler|Bob/],
    ['words without spaces', '数据库为什么这么慢？', /数据/],
    ['a long text', `${'The harbour was quiet that morning. '.repeat(30)}`, /harbour/],
  ])('%s', (_what, text, words) => {
    const answer = answerTo(text)
    expect(answer).toMatch(words)
    expect(answer).toContain('?')
  })

  test('a text that says little is asked about with what came before', () => {
    expect(answerTo('yes', 'The scheduler stops at midnight')).toMatch(/scheduler|midnight/)
  })

  test('a word that comes back is noticed', () => {
    const answers = [
      'The scheduler again.',
      'That scheduler!',
      'Scheduler stuck',
      'A scheduler once more',
    ].map((text) => answerTo(text, 'The scheduler stops'))
    expect(answers.join('\n')).toContain('come back to **')
  })

  test('different texts get answers of different shapes', () => {
    const subjects = ['cache', 'garden', 'violin', 'tax form', 'compiler', 'sister', 'exam', 'bicycle']
    const shapes = subjects.map((subject) =>
      answerTo(`The ${subject} broke`).replaceAll(/\*\*[^*]+\*\*/g, 'X'),
    )
    expect(new Set(shapes).size).toBeGreaterThanOrEqual(4)
  })
})

describe('the answer is sound markdown of sound text', () => {
  test('what the user wrote is quoted, not interpreted', () => {
    const answer = answerTo('Is <img src=x onerror=y> [click](javascript:z) `now` allowed?')
    expect(answer).not.toMatch(/(?<!\\)<img|(?<!\\)\[click/)
  })

  test.each([
    ['nothing', ''],
    ['a duck', '🦆'],
    ['many ducks', '🦆'.repeat(30_000)],
    ['white space', ' \n\t '],
    ['an open fence', '```\n'.repeat(10_000)],
    ['brackets', '['.repeat(100_000)],
  ])('%s gets an answer that is well-formed and short', (_what, text) => {
    const answer = answerTo(text)
    expect(answer.isWellFormed()).toBe(true)
    expect(answer.length).toBeGreaterThan(10)
    expect(answer.length).toBeLessThan(2_000)
  })

  test('a conversation without any user turn gets an answer as well', () => {
    expect(composeAnswer([])).toContain('not a language model')
  })
})
