import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGate } from './gate.ts'
import { replyByText } from './replies.ts'
import type { Script } from './script.ts'
import { type ModelServer, startModelServer } from './start-model-server.ts'

let server: ModelServer
beforeAll(async () => {
  server = await startModelServer({ models: ['one', 'two'] })
})
afterAll(() => server.close())

function complete(body: object, signal?: AbortSignal): Promise<Response> {
  const messages = [{ role: 'user', content: 'hello duck' }]
  const init = { method: 'POST', body: JSON.stringify({ model: 'one', messages, stream: true, ...body }) }
  return fetch(`${server.url}/chat/completions`, { ...init, signal: signal ?? null })
}

async function play(script: Script, body: object = {}): Promise<string> {
  server.setReply(() => script)
  return (await complete(body)).text()
}

function deltasOf(sse: string): string {
  const events = sse.split('\n\n').filter((event) => event.startsWith('data: {'))
  return events.map((event) => JSON.parse(event.slice(6)).choices[0]?.delta.content ?? '').join('')
}

describe('a streamed answer', () => {
  test('comes as SSE chunks, then finish_reason and [DONE]', async () => {
    const sse = await play({ deltas: 'Hello there 🦆' })
    expect(deltasOf(sse)).toBe('Hello there 🦆')
    expect(sse).toContain('"finish_reason":"stop"')
    expect(sse).not.toContain('usage')
    expect(sse.endsWith('data: [DONE]\n\n')).toBe(true)
  })

  test('holds usage in the last chunk when it is asked for', async () => {
    const sse = await play({ deltas: ['a', 'b'] }, { stream_options: { include_usage: true } })
    expect(sse).toContain('"usage":{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4}')
  })

  test('written in split bytes is the same to the byte', async () => {
    const whole = await play({ deltas: ['🦆', 'é'] })
    expect(await play({ deltas: ['🦆', 'é'], splitBytes: true })).toBe(whole)
  })

  test('arrives in chunks that end inside characters when bytes are split', async () => {
    server.setReply(() => ({ deltas: ['🦆🦆🦆'], splitBytes: true }))
    const { body } = await complete({})
    const sizes: number[] = []
    for await (const chunk of body ?? []) sizes.push(chunk.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7)
  })

  test.each([
    ['no-finish', /^(?!.*(DONE|"stop"))/s],
    ['done-only', /^(?!.*"stop").*DONE/s],
    ['length', /"finish_reason":"length".*DONE/s],
    ['content-filter', /"finish_reason":"content_filter".*DONE/s],
    ['garbage', /oops\n\n$/],
    ['error', /"error":\{"type":"fake_error"/],
  ] as const)('can end with %s', async (end, expected) => {
    const sse = await play({ deltas: 'a b', end })
    expect(sse).toMatch(expected)
    expect(sse).toContain('" b"')
  })

  test('can be cut after its last delta has arrived', async () => {
    server.setReply(() => ({ deltas: 'a b', end: 'cut' }))
    const response = await complete({})
    let text = ''
    const read = async () => {
      for await (const chunk of response.body ?? []) text += new TextDecoder().decode(chunk)
    }
    await expect(read()).rejects.toThrow()
    expect(deltasOf(text)).toBe('a b')
  })

  test('can end in a line of 10 MiB', async () => {
    const sse = await play({ deltas: [], end: 'huge-line' })
    expect(Math.max(...sse.split('\n').map((line) => line.length))).toBeGreaterThan(10 * 1024 * 1024)
  })

  test('waits at its gate', async () => {
    const gate = createGate()
    server.setReply(() => ({ deltas: ['a', 'b'], gate: { before: 1, opened: gate.opened } }))
    const reader = (await complete({})).body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('"a"')) text += (await reader?.read())?.value ?? ''
    expect(text).not.toContain('"b"')
    gate.open()
    while (!text.includes('[DONE]')) text += (await reader?.read())?.value ?? ''
    expect(deltasOf(text)).toBe('ab')
  })
})

test('an answer that is not streamed comes as one JSON', async () => {
  server.setReply(() => ({ deltas: ['a', 'b'] }))
  const answer = await (await complete({ stream: false })).json()
  expect(answer).toMatchObject({
    choices: [{ message: { role: 'assistant', content: 'ab' }, finish_reason: 'stop' }],
    usage: { completion_tokens: 2 },
  })
})

test('a status answers with an error as OpenAI words it', async () => {
  server.setReply(() => ({ deltas: '', status: 429, error: { message: 'slow down' } }))
  const response = await complete({})
  expect(response.status).toBe(429)
  expect(await response.json()).toMatchObject({ error: { message: 'slow down' } })
})

test('models are listed as OpenAI and as Ollama list them', async () => {
  const entry = { object: 'model', created: 1_750_000_000, owned_by: 'fake' }
  expect(await (await fetch(`${server.url}/models`)).json()).toEqual({
    object: 'list',
    data: [
      { id: 'one', ...entry },
      { id: 'two', ...entry },
    ],
  })
  expect(await (await fetch(`${server.origin}/api/tags`)).json()).toEqual({
    models: [
      { name: 'one', model: 'one' },
      { name: 'two', model: 'two' },
    ],
  })
  expect(server.listings()).toBe(2)
})

describe('the record', () => {
  test('a request can be awaited before it arrives, and tells how it ended', async () => {
    const arriving = server.request(server.requests.length)
    await play({ deltas: 'a' }, { model: 'two' })
    const request = await arriving
    expect(request).toMatchObject({ model: 'two', stream: true, authorization: null, clientClosedAt: null })
    expect(await request.ended).toBe('played')
  })

  test('a client that closes the connection is noticed, with the moment', async () => {
    const stop = new AbortController()
    server.setReply(() => ({ deltas: 'a', end: 'hang' }))
    const arriving = server.request(server.requests.length)
    const response = await complete({}, stop.signal)
    stop.abort()
    const request = await arriving
    await request.clientClosed
    expect(request.clientClosedAt).toBeGreaterThan(0)
    expect(await request.ended).toBe('client-closed')
    await expect(response.text()).rejects.toThrow()
  })

  test('a cut of our own is none of the client', async () => {
    const arriving = server.request(server.requests.length)
    await expect(play({ deltas: 'a', end: 'cut' })).rejects.toThrow()
    expect(await (await arriving).ended).toBe('server-closed')
  })
})

test('answers follow the last user text by rules', async () => {
  server.setReply(replyByText([{ when: /^hello/, script: { deltas: 'by rule' } }]))
  expect(deltasOf(await (await complete({})).text())).toBe('by rule')
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'Other words' }] }]
  expect(deltasOf(await (await complete({ messages })).text())).toContain('You wrote 2 words')
})

test('what is no chat completion is refused', async () => {
  expect((await fetch(`${server.url}/chat/completions`, { method: 'POST', body: '{' })).status).toBe(400)
  expect((await fetch(`${server.origin}/nothing`)).status).toBe(404)
})

test('closing destroys what hangs and frees the port', async () => {
  const own = await startModelServer({ reply: () => ({ deltas: 'a', end: 'hang' }) })
  const messages = [{ role: 'user', content: 'x' }]
  const body = JSON.stringify({ model: 'm', messages, stream: true })
  const reading = fetch(`${own.url}/chat/completions`, { method: 'POST', body }).then((response) =>
    response.text(),
  )
  const request = await own.request(0)
  const failed = expect(reading).rejects.toThrow()
  await own.close()
  await failed
  expect(await request.ended).toBe('server-closed')
  await expect(connected(own.origin)).rejects.toThrow('ECONNREFUSED')
})

function connected(origin: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  connect(Number(new URL(origin).port), '127.0.0.1')
    .on('connect', resolve)
    .on('error', reject)
  return promise
}
