import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { ask, postJson } from './testing/ask.ts'
import { digestOf } from './testing/digest.ts'
import { signUp } from './testing/people.ts'
import { quick, SETTINGS } from './testing/settings.ts'

const server = useApp(quick, { ...SETTINGS, DUCK_GUESTS: 'off' })

test('where there are no guests none comes in, and everybody is told so beforehand', async () => {
  const before = await digestOf(server.sql)
  const refused = await postJson(`${server.app.url}/api/auth/sign-in/anonymous`, {})
  expect([refused.status, JSON.parse(refused.text)]).toMatchObject([403, { code: 'NO_GUESTS' }])
  expect(await digestOf(server.sql)).toBe(before)
  const { text } = await ask(`${server.app.url}/trpc/user.options`)
  expect(JSON.parse(text).result.data).toEqual({ mode: 'accounts', guests: false, oidc: null })
  await signUp(server.app.url, uuidv7())
})
