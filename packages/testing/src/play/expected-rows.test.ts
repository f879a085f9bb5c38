import { expect, test } from 'vitest'
import { recordedAnswers } from '../model-server/recorded-answers.ts'
import { expectedRows, speak, toRecorded } from './expected-rows.ts'

const conversation = {
  id: 'c',
  title: 'C',
  turns: [
    { prompt: 'one', answer: 'ONE  two \n' },
    { prompt: 'three words here', answer: null },
  ],
}

test('the model is asked with the conversation so far, its own answers among it', async () => {
  const spoken = await speak(conversation, recordedAnswers([toRecorded(conversation)]))
  expect(spoken[0]).toEqual({
    prompt: 'one',
    answer: 'ONE  two \n',
    line: [{ role: 'user', content: 'one' }],
  })
  expect(spoken[1]?.line.map(({ content }) => content)).toEqual(['one', 'ONE  two \n', 'three words here'])
  expect(spoken[1]?.answer).toContain('You wrote 3 words')
})

test('what a model cannot have stored is expected mended', async () => {
  const [turn] = await speak(conversation, () => ({ deltas: ['nul \u0000', ' half \ud83d'] }))
  expect(turn?.answer).toBe('nul \uFFFD half \uFFFD')
})

test('prompts and answers alternate, each under the one before it', () => {
  const turn = (prompt: string, answer: string) => ({ prompt, answer, line: [] })
  const ids = [
    { promptId: 'p0', answerId: 'a0' },
    { promptId: 'p1', answerId: 'a1' },
  ]
  const rows = expectedRows([turn('hi', 'Hi!'), turn('bye', 'Bye!')], ids)
  expect(
    rows.map((row) => [row.index, row.role, row.id, row.parentId, row.content, row.finishReason]),
  ).toEqual([
    [0, 'user', 'p0', null, 'hi', null],
    [1, 'assistant', 'a0', 'p0', 'Hi!', 'completed'],
    [2, 'user', 'p1', 'a0', 'bye', null],
    [3, 'assistant', 'a1', 'p1', 'Bye!', 'completed'],
  ])
})
