import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()

/** The error that a subscription ended with, as an SSE client reads it. */
async function errorOf(
  procedure: string,
  input: object,
  user?: string,
): Promise<{ data: object; message: string }> {
  const url = `/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
  const { status, body } = await api.call({ url, headers: { accept: 'text/event-stream' } }, user)
  if (status !== 200) return (body as { error: { data: object; message: string } }).error
  const [, data = ''] = /event: serialized-error\ndata: (.*)\n/.exec(String(body)) ?? []
  return JSON.parse(data)
}

test("an unknown and another's stream end a subscription with the same NOT_FOUND", async () => {
  const sessionId = await api.newSession('someone')
  const streamId = uuidv7()
  await api.mutate('message.send', { sessionId, id: uuidv7(), streamId, content: 'Quack' }, 'someone')
  const unknown = await errorOf('stream.watch', { streamId: uuidv7() })
  expect(unknown.data).toMatchObject({ code: 'NOT_FOUND', httpStatus: 404 })
  expect(await errorOf('stream.watch', { streamId })).toEqual(unknown)
})

test('an input at fault is refused by name before anything is sent', async () => {
  expect(await errorOf('stream.watch', { streamId: 'x' })).toMatchObject({
    data: { code: 'BAD_REQUEST', field: 'streamId' },
  })
  expect(await errorOf('sync.subscribe', { sessionIds: ['../x'] })).toMatchObject({
    data: { code: 'BAD_REQUEST', field: 'sessionIds.0' },
  })
})

test('a fault of ours inside a subscription is INTERNAL, logged under its id, without its words', async () => {
  await api.sql`alter table message_streams rename to my_secret`
  const error = await errorOf('sync.subscribe', {})
  expect(error.data).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  const [, errorId = ''] = /^Something went wrong\. \(([0-9a-f-]{36})\)$/.exec(error.message) ?? []
  const lines = api.logged.map((line) => JSON.stringify(line))
  expect(lines.filter((line) => errorId !== '' && line.includes(errorId))).toHaveLength(1)
  expect(JSON.stringify(error) + lines.join()).not.toContain('relation')
})
