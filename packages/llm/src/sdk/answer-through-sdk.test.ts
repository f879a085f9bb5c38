import { createGate, type ModelServer, type Script, startModelServer } from '@duck/testing/model-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openAiModel } from '../providers/openai.ts'
import { ask, readAnswer } from '../testing/read-answer.ts'
import { answerThroughSdk } from './answer-through-sdk.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer()
})
afterAll(() => server.close())

const open = () => openAiModel('openai', server.url, 'sk-secret-key')

function play(script: Script) {
  server.setReply(() => script)
  return readAnswer(answerThroughSdk(open(), ask('hello')))
}

describe('an answer that comes', () => {
  test('arrives piece by piece, then finishes once with the tokens counted', async () => {
    const answer = await play({ deltas: ['Hello', ' there', '!'] })
    expect(answer.texts).toEqual(['Hello', ' there', '!'])
    expect(answer.finish).toEqual({
      type: 'finish',
      finishReason: 'completed',
      usage: { inputTokens: 1, outputTokens: 3 },
    })
  })

  test('keeps every character of emoji split over chunks in the middle of their bytes', async () => {
    const deltas = ['🦆🦆', 'é', '👩‍👩‍👧', '中', '\u2028data: x\r\n\r\n']
    expect(await play({ deltas, splitBytes: true })).toMatchObject({ text: deltas.join(''), failure: null })
  })

  test('never splits a surrogate pair between two texts, though the server does', async () => {
    const answer = await play({ deltas: ['a\ud83e', '\udd86', 'b'] })
    expect(answer.texts).toEqual(['a', '🦆', 'b'])
  })

  test('keeps half a character at the very end, for the caller to mend', async () => {
    expect((await play({ deltas: ['a', '\ud83e'] })).texts).toEqual(['a', '\ud83e'])
  })

  test('is truncated when the model hit its own limit', async () => {
    const answer = await play({ deltas: 'a b', end: 'length' })
    expect(answer).toMatchObject({ text: 'a b', finish: { finishReason: 'truncated' } })
  })

  test('is complete with [DONE] though no finish_reason came', async () => {
    const answer = await play({ deltas: 'a b', end: 'done-only' })
    expect(answer).toMatchObject({ text: 'a b', failure: null, finish: { finishReason: 'completed' } })
  })

  test('leaves out reasoning', async () => {
    expect((await play({ deltas: 'yes', reasoning: 'let me think' })).texts).toEqual(['yes'])
  })

  test('may have no text at all', async () => {
    expect(await play({ deltas: [] })).toMatchObject({ texts: [], finish: { finishReason: 'completed' } })
  })

  test('was asked for with the system prompt first, all turns, the bare model name and the key', async () => {
    server.setReply(() => ({ deltas: 'ok' }))
    const asked = server.requests.length
    const turns = [
      { role: 'user' as const, content: 'one' },
      { role: 'assistant' as const, content: 'two' },
      { role: 'system' as const, content: 'three' },
      { role: 'user' as const, content: 'four' },
    ]
    await readAnswer(
      answerThroughSdk(open(), ask('', { turns, system: 'be kind', model: 'openai/meta-llama/x' })),
    )
    expect(server.requests[asked]).toMatchObject({
      model: 'meta-llama/x',
      stream: true,
      authorization: 'Bearer sk-secret-key',
      messages: [{ role: 'system', content: 'be kind' }, ...turns],
    })
  })
})

describe('an answer that fails', () => {
  const failures: [string, Script, string, string][] = [
    [
      'a connection cut in mid-answer keeps the text and fails',
      { deltas: 'a b c', end: 'cut' },
      'a b c',
      'model-broke-off',
    ],
    ['a connection cut before the first word fails', { deltas: [], end: 'cut' }, '', 'model-broke-off'],
    [
      'a stream that ends without finish keeps the text and fails',
      { deltas: 'a b', end: 'no-finish' },
      'a b',
      'model-broke-off',
    ],
    ['an empty stream fails', { deltas: [], end: 'no-finish' }, '', 'model-broke-off'],
    [
      'data that is no JSON keeps the text before it and fails',
      { deltas: 'a b', end: 'garbage' },
      'a b',
      'model-sent-garbage',
    ],
    [
      'a line of 10 MB keeps the text before it and fails',
      { deltas: 'a b', end: 'huge-line' },
      'a b',
      'model-sent-garbage',
    ],
    [
      'a content filter keeps the text and fails',
      { deltas: 'a b', end: 'content-filter' },
      'a b',
      'model-refused',
    ],
    ['an error event keeps the text and fails', { deltas: 'a', end: 'error' }, 'a', 'model-broke-off'],
    [
      'a rate limit told in the stream fails',
      { deltas: 'a', end: 'error', error: { message: 'slow', code: 429 } },
      'a',
      'model-rate-limited',
    ],
    [
      'a bad key told in the stream fails',
      { deltas: [], end: 'error', error: { message: 'no', code: 'invalid_api_key' } },
      '',
      'model-unauthorized',
    ],
    ['status 400 fails', { deltas: '', status: 400 }, '', 'model-refused'],
    ['status 401 fails', { deltas: '', status: 401 }, '', 'model-unauthorized'],
    ['status 403 fails', { deltas: '', status: 403 }, '', 'model-unauthorized'],
    ['status 404 fails', { deltas: '', status: 404 }, '', 'model-refused'],
    ['status 429 fails', { deltas: '', status: 429 }, '', 'model-rate-limited'],
    ['status 500 fails', { deltas: '', status: 500 }, '', 'model-broke-off'],
    ['status 503 fails', { deltas: '', status: 503 }, '', 'model-broke-off'],
    ['a redirect is not followed and fails', { deltas: '', status: 307 }, '', 'model-unreachable'],
  ]
  test.each(failures)('%s', async (_title, script, text, errorClass) => {
    const asked = server.requests.length
    const answer = await play(script)
    expect(answer).toMatchObject({ text, finish: null, failure: { errorClass } })
    expect(server.requests).toHaveLength(asked + 1)
  })

  test('nobody listening fails as model-unreachable', async () => {
    const gone = await startModelServer()
    await gone.close()
    const answer = await readAnswer(answerThroughSdk(openAiModel('openai', gone.url, 'k'), ask('hello')))
    expect(answer.failure?.errorClass).toBe('model-unreachable')
  })

  test('a name nobody knows fails as model-unreachable', async () => {
    const model = openAiModel('openai', 'http://no-such-host.invalid/v1', 'k')
    const answer = await readAnswer(answerThroughSdk(model, ask('hello')))
    expect(answer.failure?.errorClass).toBe('model-unreachable')
  })

  test('neither key, server text nor anything written is in the error or its causes', async () => {
    const leak = 'your key sk-secret-key is wrong, you wrote hello'
    for (const script of [
      { deltas: '', status: 401, error: { message: leak } },
      { deltas: [], end: 'error' as const, error: { message: leak } },
    ]) {
      const { failure } = await play(script)
      expect(failure?.cause).toBeInstanceOf(Error)
      expect(everythingIn(failure)).not.toMatch(/sk-secret|hello|your key/)
    }
  })
})

describe('an answer that nobody wants any more', () => {
  test('closes the connection to the model server at once when aborted, and throws the reason', async () => {
    const stop = new AbortController()
    const reason = new Error('stopped by the user')
    server.setReply(() => ({ deltas: 'a b', end: 'hang' }))
    const asked = server.requests.length
    const texts: string[] = []
    const reading = async () => {
      for await (const part of answerThroughSdk(open(), ask('hello', { signal: stop.signal }))) {
        if (part.type === 'text') texts.push(part.text)
        if (texts.length === 2) stop.abort(reason)
      }
    }
    await expect(reading()).rejects.toBe(reason)
    await (await server.request(asked)).clientClosed
    expect(texts).toEqual(['a', ' b'])
  })

  test('closes the connection when aborted before the first word', async () => {
    const stop = new AbortController()
    const gate = createGate()
    server.setReply(() => ({ deltas: 'a b', gate: { before: 0, opened: gate.opened } }))
    const asked = server.requests.length
    const reading = readAnswer(answerThroughSdk(open(), ask('hello', { signal: stop.signal })))
    const request = await server.request(asked)
    stop.abort(new Error('stopped'))
    await expect(reading).rejects.toThrow('stopped')
    await request.clientClosed
  })

  test('closes the connection when its reader leaves', async () => {
    server.setReply(() => ({ deltas: 'a b', end: 'hang' }))
    const asked = server.requests.length
    for await (const part of answerThroughSdk(open(), ask('hello'))) if (part.type === 'text') break
    await (await server.request(asked)).clientClosed
  })

  test('closes the connection after garbage, whatever else would come', async () => {
    server.setReply(() => ({ deltas: 'a', end: 'huge-line' }))
    const asked = server.requests.length
    await readAnswer(answerThroughSdk(open(), ask('hello')))
    expect(await (await server.request(asked)).ended).toBe('client-closed')
  })

  test('asks nobody when aborted before it began', async () => {
    const asked = server.requests.length
    const request = ask('hello', { signal: AbortSignal.abort(new Error('too late')) })
    await expect(readAnswer(answerThroughSdk(open(), request))).rejects.toThrow('too late')
    expect(server.requests).toHaveLength(asked)
  })
})

describe('the console', () => {
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const
  beforeEach(() => vi.restoreAllMocks())

  test('stays silent whatever fails', async () => {
    const spies = methods.map((method) => vi.spyOn(console, method))
    await play({ deltas: '', status: 500 })
    await play({ deltas: 'a', end: 'garbage' })
    await play({ deltas: 'a', end: 'cut' })
    for (const spy of spies) expect(spy).not.toHaveBeenCalled()
  })
})

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? ''
  return [error.stack, error.message, JSON.stringify(Object.entries(error)), everythingIn(error.cause)].join(
    '\n',
  )
}
