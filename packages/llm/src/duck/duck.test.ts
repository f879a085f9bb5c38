import { describe, expect, test } from 'vitest'
import type { ChatTurn } from '../port.ts'
import { InstantClock } from '../testing/instant-clock.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ask, readAnswer } from '../testing/read-answer.ts'
import { createDuck } from './duck.ts'

function answerTo(content: string, clock = new InstantClock()) {
  return readAnswer(createDuck(clock).answer(ask(content, { model: 'duck/duck' })))
}

function answerAfter(turns: ChatTurn[]) {
  return readAnswer(createDuck(new InstantClock()).answer(ask('', { turns })))
}

describe('who is speaking', () => {
  test('the first answer of a conversation says that no model is here and how to connect one', async () => {
    const { text } = await answerTo('My parser drops the last line')
    expect(text).toContain('**not a language model**')
    expect(text).toMatch(/OPENAI_API_KEY.*ANTHROPIC_API_KEY.*Ollama/)
  })

  test.each([
    'Are you an AI?',
    'what are you',
    'Which model are you using?',
    'how do I connect a real model?',
    'where does OPENAI_API_KEY go',
    'wer bist du?',
  ])('it says so again whenever it is asked: %s', async (question) => {
    const { text } = await answerAfter([
      { role: 'user', content: 'hello' },
      { role: 'assistant', content: 'Quack' },
      { role: 'user', content: question },
    ])
    expect(text).toContain('**not a language model**')
    expect(text).toContain('OPENAI_API_KEY')
  })

  test('later answers do not repeat it', async () => {
    const { text } = await answerAfter([
      { role: 'user', content: 'hello' },
      { role: 'assistant', content: 'Quack' },
      { role: 'user', content: 'My parser drops the last line' },
    ])
    expect(text).not.toContain('language model')
  })
})

describe('how it speaks', () => {
  test('the same turns get the same answer', async () => {
    const one = await answerTo('Why does the cache grow?')
    expect((await answerTo('Why does the cache grow?')).text).toBe(one.text)
  })

  test('it streams in words at 40 to 60 pieces a second and finishes without counting tokens', async () => {
    const clock = new InstantClock()
    const answer = await answerTo('Why does the cache grow?', clock)
    expect(answer.texts.length).toBeGreaterThan(30)
    expect(answer.texts.every((text) => text.length > 0 && text.length < 40)).toBe(true)
    const [, ...pauses] = clock.delays
    expect(pauses.every((ms) => ms >= 1000 / 60 && ms <= 1000 / 40)).toBe(true)
    expect(answer.finish).toEqual({
      type: 'finish',
      finishReason: 'completed',
      usage: { inputTokens: null, outputTokens: null },
    })
  })

  test('a continued answer goes on where the text ends', async () => {
    const user: ChatTurn = { role: 'user', content: '/slow' }
    const whole = (await answerAfter([user])).text
    const rest = await answerAfter([user, { role: 'assistant', content: whole.slice(0, 100) }])
    expect(rest.text).toBe(whole.slice(100))
  })

  test('an abort stops it at once, in the middle of a pause', async () => {
    const clock = new ManualClock()
    const stop = new AbortController()
    const reading = readAnswer(createDuck(clock).answer(ask('hello', { signal: stop.signal })))
    stop.abort(new Error('stopped'))
    await expect(reading).rejects.toThrow('stopped')
  })
})

describe('commands', () => {
  test('/slow is a long answer at a steady pace of about 20 s', async () => {
    const clock = new InstantClock()
    const answer = await answerTo('/slow please', clock)
    expect(answer.texts.length).toBeGreaterThan(150)
    expect(clock.now()).toBeGreaterThan(18_000)
    expect(clock.now()).toBeLessThan(22_000)
    expect(answer.text).toContain('rubber duck, no model')
  })

  test('/fail says a few words, then fails as model-broke-off', async () => {
    const answer = await answerTo('/fail')
    expect(answer.texts.length).toBeGreaterThan(5)
    expect(answer).toMatchObject({ finish: null, failure: { errorClass: 'model-broke-off' } })
  })

  test.each(['/slower', 'a /fail', '/failure', 'slow'])('%s is no command', async (text) => {
    expect((await answerTo(text)).text).toContain('**not a language model**')
  })
})
