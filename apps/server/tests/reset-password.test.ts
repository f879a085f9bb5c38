import { must } from '@duck/protocol'
import { addPerson, connectAuth, createApiKey, listApiKeys, makeLink } from '@duck/store'
import { NO_OLLAMA, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'

const database = useTestDatabase()

/** A server, an account without a password, and a link that sets one. */
async function stage() {
  const undo = new AsyncDisposableStack()
  const app = undo.use(await startApp({ databaseUrl: database.url, env: NO_OLLAMA }))
  const db = connectAuth(database.authUrl)
  undo.defer(() => db.close())
  const email = `${crypto.randomUUID()}@example.org`
  const { id } = must(await addPerson(db, { email, name: 'Ann' }), 'a new person')
  const { token } = await makeLink(db, { userId: id, purpose: 'reset-password', lastsMs: 60_000 })
  const post = (path: string, body: object) =>
    fetch(`${app.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { db, id, email, token, post, [Symbol.asyncDispose]: () => undo.disposeAsync() }
}

test('of eight who use a reset link at once one sets the password, and the others hear that it is used up', async () => {
  await using made = await stage()
  const { email, token, post } = made
  const passwords = Array.from({ length: 8 }, (_, n) => `a long enough password ${n}`)
  const answers = await Promise.all(
    passwords.map((newPassword) => post('reset-password', { token, newPassword })),
  )
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, ...Array(7).fill(400)])
  for (const answer of answers.filter(({ ok }) => !ok))
    expect(await answer.json()).toMatchObject({ code: 'INVALID_TOKEN' })
  const signIns = await Promise.all(passwords.map((password) => post('sign-in/email', { email, password })))
  expect(signIns.map(({ status }) => status)).toEqual(answers.map(({ ok }) => (ok ? 200 : 401)))
})

test('the address is proven before the password is set: whoever had taken it keeps no key, whatever happens then', async () => {
  await using made = await stage()
  const { db, id, token, post } = made
  await createApiKey(db, { userId: id, name: 'of a squatter' })
  expect((await post('reset-password', { token, newPassword: 'short' })).status).toBe(400)
  expect(await listApiKeys(db, id)).toEqual([])
  expect((await post('reset-password', { token, newPassword: 'long enough a password' })).status).toBe(200)
})

test('a token in a URL is no token', async () => {
  await using made = await stage()
  const { token, post } = made
  const newPassword = 'long enough a password'
  expect((await post(`reset-password?token=${token}`, { newPassword })).status).toBe(400)
  expect((await post(`reset-password/${token}?callbackURL=/`, {})).status).toBe(404)
  expect((await post('reset-password', { token, newPassword })).status).toBe(200)
})
