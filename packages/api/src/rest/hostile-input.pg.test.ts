import { LIMITS, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()
const SECRET = 'my-secret'

/** Sends a body as it is; the content type is JSON unless told otherwise. */
function send(payload: string, type: string | undefined = 'application/json') {
  return api.call({
    method: 'POST',
    url: '/api/messages/append',
    payload,
    headers: type === '' ? {} : { 'content-type': type },
  })
}

const refusal = (status: number, code: string) => ({
  status,
  body: { error: { code, message: expect.not.stringContaining(SECRET) } },
})

test.each([
  ['broken JSON', `{"content": "${SECRET}`],
  ['nothing', ''],
  ['an array', `["${SECRET}"]`],
  ['null', 'null'],
  ['a text', `"${SECRET}"`],
  ['a key __proto__', `{"__proto__": {"role": "${SECRET}"}}`],
  ['a key constructor', `{"constructor": {"prototype": {"role": "${SECRET}"}}}`],
  ['an unknown key', `{"userId": "${SECRET}"}`],
])('a body that is %s is 400 and never said back', async (_what, body) => {
  expect(await send(body)).toMatchObject(refusal(400, 'BAD_REQUEST'))
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/html',
  '',
])('a body of the content type "%s" is 415', async (type) => {
  expect(await send(`{"content":"${SECRET}"}`, type)).toMatchObject(refusal(415, 'UNSUPPORTED_MEDIA_TYPE'))
})

test('a body over 2 MiB is 413', async () => {
  expect(await send(' '.repeat(LIMITS.bodyBytes + 1))).toMatchObject(refusal(413, 'PAYLOAD_TOO_LARGE'))
})

test.each([
  ['content', { content: 'a\u0000b' }],
  ['content', { content: '   ' }],
  ['metadata', { metadata: { model: 'mine' } }],
  ['metadata', { metadata: [] }],
  ['id', { id: 'x' }],
  ['sessionId', { sessionId: '../x' }],
  ['parentId', { parentId: uuidv7() }],
  ['messageIndex', { messageIndex: 0 }],
  ['createdAt', { createdAt: '2026-01-01' }],
])('what is wrong is 400 and names the field: %s', async (field, given) => {
  const body = { sessionId: await api.newSession(), role: 'user', content: 'Quack', ...given }
  const answer = await send(JSON.stringify(body))
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST', field } } })
})

test('half a surrogate pair, which JSON can write, is 400', async () => {
  const sessionId = await api.newSession()
  const body = `{"sessionId":"${sessionId}","role":"user","content":"\\ud83e"}`
  expect(await send(body)).toMatchObject({ status: 400, body: { error: { field: 'content' } } })
})

test.each([
  'after=-2',
  'before=-1',
  'limit=0',
  'limit=201',
  'limit=1.5',
  'limit=x',
  'limit=1e2',
  'limit=1&limit=2',
])('a page with %s is 400 and names the field', async (query) => {
  const answer = await api.call({ url: `/api/sessions/${await api.newSession()}/messages?${query}` })
  const [field] = query.split('=')
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST', field } } })
})

test('a page with an unknown word is 400', async () => {
  const answer = await api.call({ url: `/api/sessions/${await api.newSession()}/messages?page=2` })
  expect(answer).toMatchObject({ status: 400, body: { error: { field: 'page' } } })
})

test.each(['%00', 'a%2Fb', "x'--", 'x'.repeat(65)])('the session id %s in a path is 400', async (id) => {
  const answer = await api.call({ url: `/api/sessions/${id}/messages` })
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BAD_REQUEST', field: 'sessionId' } } })
})

test('nothing of all this became a row or a line in the log', async () => {
  expect(await api.sql`select from messages`).toHaveLength(0)
  expect(api.logged).toEqual([])
})
