import { uuidv7 } from '@duck/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { useApi } from '../testing/use-api.ts'

const api = useApi()
const SECRET = 'my secret text'

test('a fault of ours is 500 with an id to find it in the log, and none of its words anywhere', async () => {
  const sessionId = await api.newSession()
  await api.sql`alter function append_locked rename to my_secret`
  onTestFinished(async () => void (await api.sql`alter function my_secret rename to append_locked`))
  const payload = { sessionId, id: uuidv7(), role: 'user', content: SECRET, metadata: { key: SECRET } }
  const { status, body } = await api.call({ method: 'POST', url: '/api/messages/append', payload })
  expect(status).toBe(500)
  expect(body).toEqual({
    error: {
      code: 'INTERNAL_SERVER_ERROR',
      message: 'Something went wrong.',
      errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  })
  const { errorId } = (body as { error: { errorId: string } }).error
  const lines = api.logged.map((line) => JSON.stringify(line))
  expect(lines.filter((line) => line.includes(errorId))).toHaveLength(1)
  expect(lines.join()).toContain('42883')
  expect(lines.join()).not.toContain(SECRET)
})

test('a session that someone has locked is 503 with Retry-After, within 2.5 s', async () => {
  const sessionId = await api.newSession()
  await api.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(session_lock_key(${sessionId}))`
    const since = performance.now()
    const sending = api.mutate('message.send', { sessionId, id: uuidv7(), content: 'Quack' })
    expect(await sending).toMatchObject({
      status: 503,
      body: { error: { data: { reason: 'session-busy' } } },
    })
    expect(performance.now() - since).toBeLessThan(2500)
  })
})
