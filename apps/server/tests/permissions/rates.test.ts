import { uuidv7 } from '@duck/protocol'
import { NO_OLLAMA, startApp } from '@duck/testing/app'
import { expect, onTestFinished, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { type Answer, postJson } from './testing/ask.ts'
import { digestOf } from './testing/digest.ts'
import { usePair } from './testing/pair.ts'
import { anyAddress, PASSWORD, signUp } from './testing/people.ts'
import { quick } from './testing/settings.ts'

const trusted = usePair()
const plain = useApp(quick, { DUCK_AUTH: 'accounts' })
const GUEST = 'sign-in/anonymous'

const auth = (url: string, path: string, body: object, headers: Record<string, string>) =>
  postJson(`${url}/api/auth/${path}`, body, headers)

function counted(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function expectWait({ status, headers, text }: Answer, atMost: number): void {
  expect(status).toBe(429)
  const wait = Number(headers['retry-after'])
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(atMost)
  expect((JSON.parse(text) as { message: string }).message).toMatch(/^Too many/)
}

test('of a hundred guests who come from one address at once sixty are let in, by all servers together', async () => {
  const from = anyAddress()
  const all = Array.from({ length: 100 }, (_, n) => auth(trusted.urls[n % 2] ?? '', GUEST, {}, from))
  const answers = await Promise.all(all)
  expect(counted(answers)).toEqual({ 200: 60, 429: 40 })
  const before = await digestOf(trusted.sql)
  for (const url of trusted.urls) expectWait(await auth(url, GUEST, {}, from), 60)
  expect(await digestOf(trusted.sql)).toBe(before)
  expect((await auth(trusted.urls[0], GUEST, {}, anyAddress())).status).toBe(200)
})

test('a minute later the address may come again, and a server that was not there counts on', async () => {
  const from = anyAddress()
  for (let n = 0; n < 60; n++) await auth(trusted.urls[0], GUEST, {}, from)
  expectWait(await auth(trusted.urls[1], GUEST, {}, from), 60)
  await trusted.sql`update auth.rate_counts set resets_at = now() where key like ${`%${from['x-forwarded-for']}%`}`
  expect((await auth(trusted.urls[1], GUEST, {}, from)).status).toBe(200)
})

test("nobody's word about their address is taken but a proxy's that is trusted", async () => {
  const answers: Answer[] = []
  for (let n = 0; n < 61; n++) {
    const { 'x-forwarded-for': address } = anyAddress()
    const claims = {
      'x-forwarded-for': address,
      'x-real-ip': address,
      forwarded: `for=${address}`,
      'x-duck-address': address,
    }
    answers.push(await auth(plain.app.url, GUEST, {}, claims))
  }
  expect(counted(answers)).toEqual({ 200: 60, 429: 1 })
})

test('of a proxy that is trusted it is the last word before it that counts, not what the caller put in front', async () => {
  const { 'x-forwarded-for': real } = anyAddress()
  const answers: Answer[] = []
  for (let n = 0; n < 61; n++) {
    const { 'x-forwarded-for': made } = anyAddress()
    answers.push(
      await auth(
        trusted.urls[0],
        GUEST,
        {},
        { 'x-forwarded-for': `${made}, ${real}`, 'x-duck-address': made },
      ),
    )
  }
  expect(counted(answers)).toEqual({ 200: 60, 429: 1 })
})

test('fifty wrong passwords of one account, from wherever, are all that may be tried; the right one has to wait too', async () => {
  const [url, second] = trusted.urls
  const { email } = await signUp(url, uuidv7())
  const tries = async (body: { email: string; password: string }, n: number) =>
    auth(n % 2 ? url : second, 'sign-in/email', body, anyAddress())
  const answers: Answer[] = []
  for (let n = 0; n < 50; n++)
    answers.push(await tries({ email: n % 3 ? email : email.toUpperCase(), password: 'wrong wrong' }, n))
  expect(counted(answers)).toEqual({ 401: 50 })
  expectWait(await tries({ email, password: 'wrong wrong' }, 0), 15 * 60)
  expectWait(await tries({ email, password: PASSWORD }, 1), 15 * 60)
  const other = await signUp(url, uuidv7())
  expect((await tries({ email: other.email, password: PASSWORD }, 0)).status).toBe(200)
})

test('of one address twenty passwords are tried a minute, of whatever accounts', async () => {
  const from = anyAddress()
  const answers: Answer[] = []
  for (let n = 0; n < 21; n++)
    answers.push(
      await auth(
        trusted.urls[n % 2] ?? '',
        'sign-in/email',
        { email: `${n}@people.example`, password: PASSWORD },
        from,
      ),
    )
  expect(counted(answers)).toEqual({ 401: 20, 429: 1 })
})

test('in local mode the same limits hold', async () => {
  const app = await startApp({ databaseUrl: plain.databaseUrl, env: NO_OLLAMA })
  onTestFinished(async () => void (await app.kill()))
  await plain.sql`delete from auth.rate_counts`
  const answers = await Promise.all(Array.from({ length: 70 }, () => auth(app.url, GUEST, {}, {})))
  expect(counted(answers)).toEqual({ 200: 60, 429: 10 })
})
