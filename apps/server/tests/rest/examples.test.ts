import { ERROR_REPLIES, operationsIn, type ReadExample, readExamples } from '@duck/api'
import { must } from '@duck/protocol'
import { signInGuest } from '@duck/testing/app'
import { schemaFaults } from '@duck/testing/openapi'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { fetchDocument } from './fetch-document.ts'
import { withPassing } from './with-passing.ts'

const server = useApp()

function send({ method, url, headers, body }: ReadExample, credential: Record<string, string>) {
  return fetch(server.app.url + url, {
    method,
    headers: {
      ...headers,
      ...credential,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

test('each example of the document, sent in its order, is answered word for word and as its schema says', async () => {
  const document = await fetchDocument(server)
  const faults = schemaFaults(document.components)
  const guest = await signInGuest(server.app.url)
  let sent = 0
  for (const placed of operationsIn(document))
    for (const example of readExamples(placed)) {
      const what = `${placed.method} ${placed.path}: ${example.summary}`
      const answer = await send(example, guest)
      const text = await answer.text()
      expect(answer.status, `${what} ${text}`).toBe(example.status)
      const actual: unknown = text === '' ? undefined : JSON.parse(text)
      expect(actual, what).toEqual(withPassing(example.reply, actual))
      const told = must(placed.operation.responses[example.status], 'the response')
      if ('content' in told)
        expect(faults(must(told.content, what)['application/json'].schema, actual)).toBe('')
      sent++
    }
  expect(sent).toBeGreaterThanOrEqual(20)
})

test('each route answers 401 to nobody, as the document says', async () => {
  for (const placed of operationsIn(await fetchDocument(server))) {
    const answer = await send(must(readExamples(placed)[0], 'an example'), {})
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await answer.json(), placed.path).toEqual(ERROR_REPLIES.UNAUTHORIZED.example)
  }
})
