import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { useApp } from '../testing/use-app.ts'
import type { Fixture, Refusal } from './case.ts'
import { digest } from './digest.ts'
import { prepare } from './prepare.ts'
import { CALLS, FRAMES, RAWS } from './rows.ts'
import { type Answer, sendCall, sendFrame, sendRaw, waysOf } from './send.ts'

const server = useApp()

let at: Fixture
let before: Record<string, string>
beforeAll(async () => {
  at = await prepare(server)
  before = await digest(server.sql)
})

function expectRefused(answer: Answer, { status, code, field, reason }: Refusal): void {
  const named = Object.entries({ code, field, reason }).filter(([, value]) => value !== undefined)
  expect(answer, answer.text.slice(0, 500)).toMatchObject({
    status,
    ...(named.length > 0 ? { error: Object.fromEntries(named) } : {}),
  })
}

async function expectUnchanged(): Promise<void> {
  expect(await digest(server.sql)).toEqual(before)
}

const REFUSED_CALLS = CALLS.filter(({ refusal }) => refusal !== null).flatMap((call) =>
  waysOf(call).map((way) => ({ ...call, way })),
)

test.each(REFUSED_CALLS)('$row: $what ($procedure by $way)', async ({ way, ...call }) => {
  const answer = await sendCall(server, way, call, call.input(at))
  expectRefused(answer, call.refusal ?? { status: 0 })
  await expectUnchanged()
})

test.each(RAWS)('$row: $what ($method, raw)', async (raw) => {
  expectRefused(await sendRaw(server, raw, at), raw.refusal)
  await expectUnchanged()
})

test.each(FRAMES)('$row: $what (a frame)', async (frame) => {
  const answer = await sendFrame(server, frame)
  if (frame.refusal) expectRefused(answer ?? { status: 0, text: '', data: null, error: null }, frame.refusal)
  else expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400)
  await expectUnchanged()
})

test.each([
  ['a foreign Origin', { origin: 'https://evil.example' }],
  ['a null Origin', { origin: 'null' }],
  ['a cross-site Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
  ['a foreign Host', { host: 'evil.example' }],
])('a WebSocket upgrade with %s is refused before there is one', async (_what, headers) => {
  const socket = new WebSocket(`${server.app.url.replace('http', 'ws')}/trpc`, {
    headers: { ...TEST_HEADERS, ...headers },
  })
  const refusal = await new Promise<string>((resolve) => {
    socket.once('open', () => resolve('open'))
    socket.once('error', ({ message }) => resolve(message))
  })
  expect(refusal).toContain('403')
})

const GOOD_CALLS = CALLS.filter(({ refusal }) => refusal === null).flatMap((call) =>
  waysOf(call).map((way) => ({ ...call, way })),
)

test.each(GOOD_CALLS)('$row: $what comes back as it was ($procedure by $way)', async ({ way, ...call }) => {
  const input = { ...Object(call.input(at)) }
  const answer = await sendCall(server, way, call, input)
  expect([200, 201], answer.text.slice(0, 500)).toContain(answer.status)
  if (call.procedure !== 'message.append') return
  const { rpc, close } = createTestClient(server.app.url)
  const { role, content, metadata } = await rpc.message.get.query({ messageId: input.id })
  await close()
  expect({ role, content, metadata }).toEqual({ metadata: {}, ...pick(input) })
})

function pick({ role, content, metadata }: Record<string, unknown>): object {
  return { role, content, ...(metadata === undefined ? {} : { metadata }) }
}

test('after all of it the process lives, and a message is sent and answered as ever', async () => {
  expect(await (await fetch(`${server.app.url}/healthz`)).json()).toEqual({ status: 'ok' })
  expect(process.kill(server.app.pid, 0)).toBe(true)
  const { rpc, close } = createTestClient(server.app.url)
  const { sessionId } = at
  const { stream } = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'Still there?' })
  await expect
    .poll(async () => (await rpc.message.list.query({ sessionId, limit: 1 })).messages.at(0)?.id)
    .toBe(stream.id)
  await close()
  expect('polluted' in {}).toBe(false)
  expect(server.app.output()).not.toMatch(/"level":[45]0/)
})
