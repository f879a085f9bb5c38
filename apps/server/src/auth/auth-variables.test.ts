import { expect, test } from 'vitest'
import { readEnv } from '../env.ts'

test('whoever reaches the server is let in only where the operator says so', () => {
  expect(() => readEnv({ HOST: '0.0.0.0' })).toThrow(/Set DUCK_AUTH=accounts, or DUCK_ALLOW_NETWORK=yes/)
  expect(readEnv({ HOST: '0.0.0.0', DUCK_ALLOW_NETWORK: 'yes' }).host).toBe('0.0.0.0')
  for (const HOST of ['127.0.0.1', 'localhost', '::1']) expect(readEnv({ HOST }).host).toBe(HOST)
})

test('accounts on an address that others reach want to know where people open the app', () => {
  const given = { HOST: '0.0.0.0', DUCK_AUTH: 'accounts' }
  expect(() => readEnv(given)).toThrow('DUCK_PUBLIC_URL must be set')
  const { auth } = readEnv({
    ...given,
    DUCK_PUBLIC_URL: 'https://duck.example',
    DUCK_OPERATORS: 'Ann@x.example, b@x.example',
  })
  expect(auth).toMatchObject({ mode: 'accounts', guests: true })
  expect(auth.publicUrl?.origin).toBe('https://duck.example')
  expect(auth.operators).toEqual(new Set(['ann@x.example', 'b@x.example']))
})

test('guests can be turned away, but not where everybody is one', () => {
  expect(readEnv({ DUCK_AUTH: 'accounts', DUCK_GUESTS: 'off' }).auth.guests).toBe(false)
  expect(readEnv({ DUCK_GUESTS: 'off' }).auth.guests).toBe(true)
})

test('another provider is named whole or not at all', () => {
  expect(() => readEnv({ DUCK_OIDC_ISSUER: 'https://id.example' })).toThrow(
    'DUCK_OIDC_CLIENT_ID, DUCK_OIDC_CLIENT_SECRET is missing',
  )
  const whole = {
    DUCK_OIDC_ISSUER: 'https://id.example',
    DUCK_OIDC_CLIENT_ID: 'duck',
    DUCK_OIDC_CLIENT_SECRET: 's',
  }
  expect(readEnv(whole).auth.oidc).toMatchObject({ name: 'id.example', clientId: 'duck' })
  expect(readEnv({ ...whole, DUCK_OIDC_NAME: 'Pond' }).auth.oidc?.name).toBe('Pond')
})

test.each([
  ['DUCK_AUTH', 'open'],
  ['DUCK_PUBLIC_URL', 'duck.example'],
  ['DUCK_PUBLIC_URL', 'https://duck.example/chat'],
  ['DUCK_OPERATORS', 'ann'],
  ['DUCK_GUESTS', 'maybe'],
  ['DUCK_TRUSTED_PROXIES', 'everybody'],
])('%s is not %s', (name, value) => {
  expect(() => readEnv({ [name]: value })).toThrow(name)
})
