import { expect, test } from 'vitest'
import { recordedAnswers } from './recorded-answers.ts'
import type { RequestMessage } from './script.ts'

const user = (content: string): RequestMessage => ({ role: 'user', content })
const assistant = (content: string): RequestMessage => ({ role: 'assistant', content })

const CONVERSATIONS = [
  { messages: [user('A latte'), assistant('Which size?'), user('yes'), assistant('Good, a latte.')] },
  { messages: [user('A mocha'), assistant('For here?'), user('yes'), assistant('Good, a mocha.')] },
]

async function answerTo(...messages: RequestMessage[]): Promise<string> {
  const request = { model: 'm', messages, stream: true, includeUsage: false, authorization: null, body: {} }
  const { deltas } = await recordedAnswers(CONVERSATIONS)(request)
  return typeof deltas === 'string' ? deltas : deltas.join('')
}

test('a recorded text gets the answer that followed it', async () => {
  expect(await answerTo({ role: 'system', content: 'be kind' }, user('A mocha'))).toBe('For here?')
})

test('the same words in two conversations get the answer of their own', async () => {
  expect(await answerTo(user('A mocha'), assistant('For here?'), user('yes'))).toBe('Good, a mocha.')
})

test('words whose conversation went another way get the first answer recorded for them', async () => {
  expect(await answerTo(user('Tea'), assistant('Sugar?'), user('yes'))).toBe('Good, a latte.')
})

test('a text nobody recorded gets one made from its words, always the same', async () => {
  const answer = await answerTo(user('Something else entirely'))
  expect(answer).toContain('entirely')
  expect(await answerTo(user('Something else entirely'))).toBe(answer)
})
