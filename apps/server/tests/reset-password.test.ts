import { addPerson, connectAuth, makeLink } from '@duck/store'
import { NO_OLLAMA, startApp } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'

const database = useTestDatabase()

test('of eight who use a reset link at once one sets the password, and the others hear that it is used up', async () => {
  await using undo = new AsyncDisposableStack()
  const app = undo.use(await startApp({ databaseUrl: database.url, env: NO_OLLAMA }))
  const db = connectAuth(database.authUrl)
  undo.defer(() => db.close())
  const person = await addPerson(db, { email: 'ann@example.org', name: 'Ann' })
  const lastsMs = 60_000
  const { token } = await makeLink(db, { userId: person?.id ?? '', purpose: 'reset-password', lastsMs })
  const post = (path: string, body: object) =>
    fetch(`${app.url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const passwords = Array.from({ length: 8 }, (_, n) => `a long enough password ${n}`)
  const answers = await Promise.all(
    passwords.map((newPassword) => post('reset-password', { token, newPassword })),
  )
  expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, ...Array(7).fill(400)])
  for (const answer of answers.filter(({ ok }) => !ok))
    expect(await answer.json()).toMatchObject({ code: 'INVALID_TOKEN' })
  const signIns = await Promise.all(
    passwords.map((password) => post('sign-in/email', { email: 'ann@example.org', password })),
  )
  expect(signIns.map(({ status }) => status)).toEqual(answers.map(({ ok }) => (ok ? 200 : 401)))
})
