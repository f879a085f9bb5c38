import { uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { allOf } from '../testing/all-of.ts'
import { useServer } from '../testing/use-server.ts'
import { viewsOf } from '../testing/views-of.ts'
import type { DuckSession } from './duck-session.ts'

const server = useServer()

async function newSession(): Promise<DuckSession> {
  const client = server.client()
  return client.session((await client.rpc.session.create.mutate({})).id)
}

test('an answer begins though nobody iterates, and a loop that is left ends the watching only', async () => {
  const gate = createGate()
  server.model.setReply(() => ({ deltas: ['half', ' whole'], gate: { before: 1, opened: gate.opened } }))
  const session = await newSession()
  const answer = session.send('Go on')
  expect((await answer.sent).message).toMatchObject({ id: answer.id, content: 'Go on', messageIndex: 0 })
  await expect.poll(() => server.model.requests.length).toBe(1)
  for await (const _part of answer) break
  gate.open()
  const end = await answer.ended()
  expect(end).toMatchObject({
    status: 'finalized',
    message: { id: answer.streamId, content: 'half whole' },
  })
  expect(await allOf(answer)).toEqual([{ type: 'delta', offset: 0, delta: 'half whole' }, end])
})

test('an answer that is stopped ends with the text it has', async () => {
  server.model.setReply(() => ({ deltas: ['Some text'], end: 'hang' }))
  const answer = (await newSession()).send('On and on')
  for await (const part of answer) if (part.type === 'delta') await answer.stop()
  const message = { content: 'Some text', finishReason: 'stopped' }
  expect(await answer.ended()).toMatchObject({ status: 'stopped', message })
})

test('an answer without text has no row, and says how it ended', async () => {
  server.model.setReply(() => ({ deltas: [], status: 401 }))
  expect(await allOf((await newSession()).send('Hello?'))).toEqual([{ type: 'ended', status: 'failed' }])
})

test('an id that is passed makes a call the same message, however often it is made', async () => {
  const session = await newSession()
  const [id, sentId] = [uuidv7(), uuidv7()]
  const append = () => session.append({ id, role: 'system', content: 'once' })
  expect(await append()).toEqual(await append())
  const [one, two] = [
    session.send({ id: sentId, content: 'Hi' }),
    session.send({ id: sentId, content: 'Hi' }),
  ]
  expect((await two.sent).message).toEqual((await one.sent).message)
  const [end] = await Promise.all([one.ended(), two.ended()])
  expect(end.message?.messageIndex).toBe(2)
})

test('a watch ends with its signal, and leaves the client as it is', async () => {
  const session = await newSession()
  const over = new AbortController()
  const views = viewsOf(session.watch({ signal: over.signal }))
  await expect.poll(() => views.length).toBeGreaterThan(0)
  const ended = allOf(session.watch({ signal: over.signal }))
  over.abort()
  await ended
  expect(await session.get()).toMatchObject({ messageCount: 0 })
})
