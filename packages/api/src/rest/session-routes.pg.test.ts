import { LIMITS, type Session, type SessionList, uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()

const at = (sessionId: string, rest = '') => `/api/sessions/${sessionId}${rest}`
const patch = (sessionId: string, payload: object, user?: string) =>
  api.call({ method: 'PATCH', url: at(sessionId), payload }, user)
const remove = (sessionId: string, rest = '', user?: string) =>
  api.call({ method: 'DELETE', url: at(sessionId, rest) }, user)
const idsIn = (body: unknown) => (body as SessionList).sessions.map(({ id }) => id)

/** Ids of all sessions that the links from this page on lead to. */
async function walk(first: string, user: string): Promise<string[]> {
  const ids: string[] = []
  for (let url: string | undefined = first; url; ) {
    const { headers, body } = await api.call({ url }, user)
    const page = body as SessionList
    expect(page.sessions.length).toBeLessThanOrEqual(3)
    ids.push(...idsIn(page))
    url = /^<(.+)>; rel="next"$/.exec(String(headers.link))?.[1]
    expect(url === undefined).toBe(page.nextCursor === null)
  }
  return ids
}

test('following the links meets every session once, pinned ones first', async () => {
  const user = 'a reader'
  const made: string[] = []
  for (let n = 0; n < 8; n++) made.push(await api.newSession(user))
  const [first = ''] = made
  await patch(first, { pinned: true }, user)
  const ids = await walk('/api/sessions?limit=3', user)
  expect(ids.toSorted()).toEqual(made.toSorted())
  expect(ids[0]).toBe(first)
})

test('sessions that are put away or hidden are listed when they are asked for, also over pages', async () => {
  const user = 'a tidy one'
  const [shown, hidden] = [await api.newSession(user), await api.newSession(user)]
  const away: string[] = []
  for (let n = 0; n < 5; n++) away.push(await api.newSession(user))
  for (const id of away) await patch(id, { archived: true }, user)
  await remove(hidden, '', user)
  expect(await walk('/api/sessions?limit=3', user)).toEqual([shown])
  expect((await walk('/api/sessions?archived=true&limit=3', user)).toSorted()).toEqual(away.toSorted())
  expect(await walk('/api/sessions?deleted=true&limit=3', user)).toEqual([hidden])
  expect(await walk('/api/sessions?archived=false&limit=3', user)).toEqual([shown])
})

test('a session is changed in what is given; null clears, and nothing else is touched', async () => {
  const id = await api.newSession()
  const title = '🦆'.repeat(LIMITS.titleChars)
  const changed = await patch(id, { title, model: 'duck/duck', systemPrompt: 'Quack.', pinned: true })
  expect(changed).toMatchObject({
    status: 200,
    body: { id, title, model: 'duck/duck', systemPrompt: 'Quack.', pinned: true, archivedAt: null },
  })
  const cleared = await patch(id, { model: null, systemPrompt: null, archived: true })
  const archivedAt = expect.any(String)
  expect(cleared).toMatchObject({
    status: 200,
    body: { title, model: null, systemPrompt: null, pinned: true, archivedAt },
  })
  expect(await api.call({ url: at(id) })).toMatchObject({ status: 200, body: cleared.body })
  expect(await api.query('session.get', { sessionId: id })).toMatchObject({
    body: { result: { data: cleared.body } },
  })
})

test.each([
  [{ title: 'x'.repeat(LIMITS.titleChars + 1) }, 'title'],
  [{ model: '' }, 'model'],
  [{ pinned: 'yes' }, 'pinned'],
  [{ archived: null }, 'archived'],
  [{ headId: null }, 'headId'],
])('what does not fit, %j, is refused by name and changes nothing', async (payload, field) => {
  const id = await api.newSession()
  const before = (await api.call({ url: at(id) })).body
  expect(await patch(id, { systemPrompt: 'x', ...payload })).toMatchObject({
    status: 400,
    body: { error: { code: 'BAD_REQUEST', field } },
  })
  expect((await api.call({ url: at(id) })).body).toEqual(before)
})

test('a session that is deleted is gone everywhere, until it is restored; for ever is for ever', async () => {
  const id = await api.newSession()
  expect(await remove(id)).toMatchObject({ status: 204, body: '' })
  for (const rest of ['', '/messages', '/messages/count', '/streams'])
    expect(await api.call({ url: at(id, rest) })).toMatchObject({ status: 404 })
  expect((await patch(id, { title: 'x' })).status).toBe(404)
  expect((await remove(id)).status).toBe(404)
  await api.mutate('session.restore', { sessionId: id })
  expect((await api.call({ url: at(id) })).status).toBe(200)
  expect((await remove(id, '?forever=true')).status).toBe(204)
  expect((await remove(id, '?forever=true')).status).toBe(404)
  expect(await api.mutate('session.restore', { sessionId: id })).toMatchObject({ status: 404 })
})

test('a DELETE that only says that JSON comes is one without a body', async () => {
  const sessionId = await api.newSession()
  const headers = { 'content-type': 'application/json' }
  expect(await api.call({ method: 'DELETE', url: at(sessionId), headers })).toMatchObject({ status: 204 })
})

test('a DELETE that says what it means in the body is refused, and the session stays', async () => {
  const sessionId = await api.newSession()
  const call = { method: 'DELETE', url: at(sessionId), payload: { forever: true } } as const
  expect(await api.call(call)).toMatchObject({ status: 400, body: { error: { field: 'forever' } } })
  expect((await api.call({ url: at(sessionId) })).status).toBe(200)
})

test("another's session is as one that is not there, to be read, changed and deleted", async () => {
  const [theirs, unknown] = [await api.newSession('someone'), uuidv7()]
  const acts = [
    (id: string) => api.call({ url: at(id) }),
    (id: string) => api.call({ url: at(id, '/messages/count') }),
    (id: string) => api.call({ url: at(id, '/streams') }),
    (id: string) => patch(id, { title: 'Mine' }),
    (id: string) => remove(id),
    (id: string) => remove(id, '?forever=true'),
  ]
  for (const act of acts) {
    const [one, other] = [await act(theirs), await act(unknown)]
    expect([one.status, one.body]).toEqual([404, other.body])
  }
  const { body } = await api.call({ url: at(theirs) }, 'someone')
  expect((body as Session).title).toBeNull()
})
