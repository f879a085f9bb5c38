import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { credentialOf } from './credential-of.ts'
import { installationOf, signInCookie } from './installation.ts'

const installation = installationOf('secret', false)
const sign = (token: string, secret = installation.authSecret) =>
  `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`
const cookie = (value: string, name = signInCookie(installation)) => ({
  cookie: `a=b; ${name}=${value}; c=d`,
})
const signIn = (secret: string) => ({ kind: 'sign-in', secret })

test.each([
  ['a signed cookie', cookie(encodeURIComponent(sign('token'))), signIn('token')],
  ['a signed bearer token', { authorization: `Bearer ${sign('token')}` }, signIn('token')],
  ['a bare bearer token', { authorization: 'bearer  token ' }, signIn('token')],
  ['an API key', { authorization: 'Bearer dk_key' }, { kind: 'api-key', secret: 'dk_key' }],
  ['both: the header counts', { authorization: 'Bearer other', ...cookie(sign('token')) }, signIn('other')],
])('%s is a credential', (_what, headers, credential) => {
  expect(credentialOf(headers, installation)).toEqual(credential)
})

test.each([
  ['nothing', {}],
  ['a cookie that is not signed', cookie('token')],
  ['one that somebody else signed', cookie(encodeURIComponent(sign('token', 'another')))],
  ['a signature of another token', cookie(encodeURIComponent(`other.${sign('token').split('.')[1]}`))],
  ['another installation’s cookie', cookie(encodeURIComponent(sign('token')), 'duck-00000000.session_token')],
  ['a name that ends alike', cookie(encodeURIComponent(sign('token')), `x${signInCookie(installation)}`)],
  ['no token before the dot', cookie(encodeURIComponent(sign('')))],
  ['an escape that is none', cookie('%zz')],
  ['another scheme', { authorization: 'Basic dG9rZW4=' }],
  [
    'another scheme, beside a good cookie',
    { authorization: 'Basic x', ...cookie(encodeURIComponent(sign('token'))) },
  ],
  ['a bearer token of any length', { authorization: `Bearer ${'x'.repeat(10_000)}` }],
  ['a cookie of any length', cookie('x'.repeat(10_000))],
])('%s is none', (_what, headers) => {
  expect(credentialOf(headers, installation)).toBeNull()
})

test('under https the cookie is bound to the host, and another secret is another name', () => {
  expect(signInCookie(installationOf('secret', true))).toBe(`__Host-${signInCookie(installation)}`)
  expect(signInCookie(installationOf('another', false))).not.toBe(signInCookie(installation))
})
