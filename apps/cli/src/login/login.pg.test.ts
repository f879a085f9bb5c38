import { createTestClient } from '@duck/testing/app'
import { expect, onTestFinished, test } from 'vitest'
import { postAuth, tokenOf } from '../testing/post-auth.ts'
import { runHere } from '../testing/run-here.ts'
import { useServer } from '../testing/use-server.ts'

const server = useServer({})

async function meOf(headers: { authorization: string }) {
  const { rpc, close } = createTestClient(server.url, headers)
  onTestFinished(close)
  return rpc.user.me.query()
}

const open = (token: string) => postAuth(server.url, 'link', { token })

test('before anybody came there is nobody to open', async () => {
  expect(await server.duck('login', '--link')).toMatchObject({ code: 1, stdout: '' })
})

test('a link opens the first guest, who runs the place, in another browser, once', async () => {
  const first = await meOf((await postAuth(server.url, 'sign-in/anonymous', {})).headers)
  await postAuth(server.url, 'sign-in/anonymous', {})
  const { code, stdout } = await server.duck('login', '--link')
  expect(code).toBe(0)
  const token = tokenOf(stdout, `${server.url}/link`)
  const opened = await open(token)
  expect(opened.status).toBe(200)
  expect(first.isOperator).toBe(true)
  expect(await meOf(opened.headers)).toEqual(first)
  expect(await open(token)).toMatchObject({ status: 400, code: 'LINK_NOT_GOOD' })
})

test('a link opens whoever is named, and leads where it is told', async () => {
  const guest = await meOf((await postAuth(server.url, 'sign-in/anonymous', {})).headers)
  const { stdout } = await server.duck(
    'login',
    '--link',
    '--user',
    guest.id,
    '--url',
    'https://duck.example/',
  )
  const opened = await open(tokenOf(stdout, 'https://duck.example/link'))
  expect(await meOf(opened.headers)).toEqual(guest)
})

test('a link is good for 15 minutes, and no longer', async () => {
  const { stdout } = await server.duck('login', '--link')
  const [link] = await server.sql<{ minutes: number }[]>`
    select round(extract(epoch from expires_at - now()) / 60)::int as minutes from auth.verifications`
  expect(link).toEqual({ minutes: 15 })
  await server.sql`update auth.verifications set expires_at = now()`
  expect((await open(tokenOf(stdout, `${server.url}/link`))).status).toBe(400)
})

test('a link cannot set a password, and a reset link cannot sign in', async () => {
  const { stdout } = await server.duck('login', '--link')
  const newPassword = 'a long enough password'
  const token = tokenOf(stdout, `${server.url}/link`)
  expect((await postAuth(server.url, 'reset-password', { token, newPassword })).status).toBe(400)
  const added = await server.duck('user', 'add', 'ann@example.org')
  expect((await open(tokenOf(added.stdout, `${server.url}/reset`))).status).toBe(400)
})

test('with accounts the user is to be named', async () => {
  expect(await runHere(['login', '--link'], { variables: { DUCK_AUTH: 'accounts' } })).toEqual({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('duck login --link --user <e-mail or id>'),
  })
})
