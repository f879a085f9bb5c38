import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../testing/manual-clock.ts'
import { ask, readAnswer } from '../testing/read-answer.ts'
import { startHttpServer } from '../testing/start-http-server.ts'
import { createAnthropicProvider } from './anthropic.ts'

const START = {
  type: 'message_start',
  message: {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-x',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 5, output_tokens: 1 },
  },
}
const BLOCK = { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }
const TEXT = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Quack' } }
const BLOCK_END = { type: 'content_block_stop', index: 0 }
const STOP = { type: 'message_stop' }
const stopFor = (reason: string) => ({
  type: 'message_delta',
  delta: { stop_reason: reason, stop_sequence: null },
  usage: { output_tokens: 2 },
})

describe('the list', () => {
  test('comes from the API, with the key and the version in the headers', async () => {
    let seen: IncomingHttpHeaders = {}
    await using server = await startHttpServer((request, response) => {
      seen = request.headers
      response.end(JSON.stringify({ data: [{ id: 'claude-x', display_name: 'Claude X', type: 'model' }] }))
    })
    expect(await provider(server.origin).list()).toEqual([
      { id: 'anthropic/claude-x', provider: 'anthropic', name: 'Claude X', contextWindow: null },
    ])
    expect(seen).toMatchObject({ 'x-api-key': 'sk-ant', 'anthropic-version': '2023-06-01' })
  })

  test('is a built-in one when the API cannot be asked', async () => {
    await using server = await startHttpServer((_, response) => response.writeHead(500).end())
    const ids = (await provider(server.origin).list()).map((model) => model.id)
    expect(ids).toContain('anthropic/claude-sonnet-4-5')
  })
})

describe('an answer', () => {
  const endings: [string, object[], object][] = [
    [
      'completes',
      [stopFor('end_turn'), STOP],
      { text: 'Quack', finish: { finishReason: 'completed', usage: { inputTokens: 5, outputTokens: 2 } } },
    ],
    [
      'is truncated at max_tokens',
      [stopFor('max_tokens'), STOP],
      { text: 'Quack', finish: { finishReason: 'truncated' } },
    ],
    [
      'refused in the middle keeps the text',
      [stopFor('refusal'), STOP],
      { text: 'Quack', finish: null, failure: { errorClass: 'model-refused' } },
    ],
    [
      'without message_stop broke off and keeps the text',
      [],
      { text: 'Quack', finish: null, failure: { errorClass: 'model-broke-off' } },
    ],
    [
      'with an overload in the middle broke off',
      [{ type: 'error', error: { type: 'overloaded_error', message: 'busy' } }],
      { text: 'Quack', failure: { errorClass: 'model-broke-off' } },
    ],
    [
      'with a rate limit in the middle says so',
      [{ type: 'error', error: { type: 'rate_limit_error', message: 'busy' } }],
      { text: 'Quack', failure: { errorClass: 'model-rate-limited' } },
    ],
  ]
  test.each(endings)('that %s', async (_title, end, expected) => {
    await using server = await startHttpServer((_, response) =>
      sendEvents(response, [START, BLOCK, TEXT, ...(end.length > 0 ? [BLOCK_END] : []), ...end]),
    )
    expect(await readAnswer(provider(server.origin).answer(request()))).toMatchObject(expected)
  })

  test.each([
    [401, 'model-unauthorized'],
    [429, 'model-rate-limited'],
    [529, 'model-broke-off'],
  ])('with status %i fails as %s', async (status, errorClass) => {
    await using server = await startHttpServer((_, response) => response.writeHead(status).end('{}'))
    const answer = await readAnswer(provider(server.origin).answer(request()))
    expect(answer).toMatchObject({ text: '', failure: { errorClass } })
  })

  test('that begins with garbage fails as model-sent-garbage', async () => {
    await using server = await startHttpServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: oops\n\n')
    })
    const answer = await readAnswer(provider(server.origin).answer(request()))
    expect(answer).toMatchObject({ failure: { errorClass: 'model-sent-garbage' } })
  })
})

function provider(baseUrl: string) {
  return createAnthropicProvider({ apiKey: 'sk-ant', baseUrl }, new ManualClock())
}

function request() {
  return ask('hello', { model: 'anthropic/claude-sonnet-4-5', system: 'be kind' })
}

function sendEvents(response: ServerResponse, events: object[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`)
  response.end()
}
