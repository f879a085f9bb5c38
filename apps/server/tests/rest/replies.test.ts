import { operationsIn, REST_ROUTES } from '@duck/api'
import { must, uuidv7 } from '@duck/protocol'
import { createTestClient, type TestClient } from '@duck/testing/app'
import { TEST_HEADERS } from '@duck/testing/database'
import { lastUserText } from '@duck/testing/model-server'
import { schemaFaults } from '@duck/testing/openapi'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { fetchDocument } from './fetch-document.ts'

const HANGS = 'Talk for ever'
const server = useApp((request) =>
  lastUserText(request) === HANGS ? { deltas: ['As far '], end: 'hang' } : { deltas: ['An answer.'] },
)

/** A session with rows of every kind, an answer that is being written and one that waits. */
async function fullSession({ rpc }: TestClient): Promise<string> {
  const { id: sessionId } = await rpc.session.create.mutate({ title: 'Full', systemPrompt: 'Quack.' })
  const metadata = { text: 'x', deep: { list: [1, null, true, { a: 0.5 }] } }
  await rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'system', content: '', metadata })
  await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'A question' })
  await expect.poll(async () => (await rpc.message.count.query({ sessionId })).messageCount).toBe(3)
  const [first] = (await rpc.message.list.query({ sessionId })).messages
  await rpc.message.feedback.mutate({ messageId: must(first, 'message').id, value: 'up', note: 'Yes' })
  await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: HANGS })
  const last = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: 'Another question' })
  const openOnes = async () =>
    (await rpc.stream.list.query({ sessionId })).streams.filter(({ offset }) => offset > 0)
  await expect.poll(async () => (await openOnes()).length).toBe(1)
  await rpc.session.update.mutate({ sessionId, archived: true, model: 'duck/duck' })
  // It is noted a moment after the message.
  await expect
    .poll(async () => {
      const { lastMessageAt } = await rpc.session.get.query({ sessionId })
      return lastMessageAt !== null && lastMessageAt >= last.message.createdAt
    })
    .toBe(true)
  return sessionId
}

test('every GET replies as the procedure of the same name does, and as the document says', async () => {
  const document = await fetchDocument(server)
  const faults = schemaFaults(document.components)
  const client = createTestClient(server.app.url)
  const sessionId = await fullSession(client)
  const { rpc } = client
  const said = {
    'session.list': await rpc.session.list.query({ archived: true }),
    'session.get': await rpc.session.get.query({ sessionId }),
    'message.list': await rpc.message.list.query({ sessionId }),
    'message.count': await rpc.message.count.query({ sessionId }),
    'stream.list': await rpc.stream.list.query({ sessionId }),
  }
  await client.close()
  const gets = operationsIn(document).filter(({ method }) => method === 'GET')
  expect(gets).toHaveLength(Object.keys(said).length)
  for (const { path, operation } of gets) {
    const { procedure } = must(
      REST_ROUTES.find((each) => each.method === 'GET' && each.path === path),
      path,
    )
    const query = procedure === 'session.list' ? '?archived=true' : ''
    const url = server.app.url + path.replace('{sessionId}', sessionId) + query
    const body: unknown = await (await fetch(url, { headers: TEST_HEADERS })).json()
    expect(body, path).toEqual(must(Reflect.get(said, procedure) as unknown, procedure))
    const response = must(operation.responses['200'], '200')
    expect(
      'content' in response && faults(must(response.content, path)['application/json'].schema, body),
    ).toBe('')
  }
  expect(said['message.list'].feedback).toHaveLength(1)
  expect(said['message.list'].messages.map(({ origin }) => origin)).toEqual(
    expect.arrayContaining(['client', 'stream']),
  )
  expect(said['stream.list'].streams.map(({ status }) => status).toSorted()).toEqual(['open', 'queued'])
})
