import { TEST_HEADERS } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { useApp } from './testing/use-app.ts'

const server = useApp()

const ANSWERS: [method: string, path: string, status: number, headers?: Record<string, string>][] = [
  ['GET', '/', 200],
  ['GET', '/s/anything', 200],
  ['HEAD', '/', 200],
  ['GET', '/theme.js', 200],
  ['GET', '/duck.svg', 200],
  ['GET', '/nothing.js', 404],
  ['GET', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/metrics', 200],
  ['GET', '/api/nothing', 404],
  ['GET', '/api/docs', 200],
  ['GET', '/api/openapi.json', 200],
  ['PUT', '/api/sessions', 405],
  ['DELETE', '/api/sessions/nothing', 404],
  ['GET', '/api/sessions/..%2Fx/messages', 400],
  ['GET', '/trpc/model.list', 200],
  ['GET', '/trpc/model.list', 401, { authorization: '' }],
  ['GET', '/api/sessions/x/messages', 401, { authorization: '' }],
  ['GET', '/api/auth/get-session', 200],
  ['POST', '/api/auth/sign-in/email', 400],
  ['GET', '/trpc/session.steal', 404],
  ['GET', '/trpc/session.create', 405],
  ['POST', '/trpc/session.create', 415, { 'content-type': 'text/plain' }],
  ['POST', '/trpc/session.create', 403, { origin: 'https://evil.example' }],
  ['OPTIONS', '/trpc/session.create', 415],
  ['GET', '/api/%zz', 400],
  ['GET', `/trpc/${'x'.repeat(5_000)}`, 414],
]

test.each(ANSWERS)(
  '%s %s (%i) carries the headers that bind a browser',
  async (method, path, status, sent) => {
    const { headers, ...response } = await fetch(server.app.url + path, {
      method,
      headers: { ...TEST_HEADERS, ...sent },
    }).then((answer) => ({ status: answer.status, headers: Object.fromEntries(answer.headers) }))
    expect(response.status).toBe(status)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'cache-control': expect.any(String),
    })
    for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
      expect(headers).not.toHaveProperty(name)
  },
)

test.each([
  [`/api/${'%zz'}my-secret`, { code: 'BAD_REQUEST' }],
  [`/trpc/my-secret${'x'.repeat(5_000)}`, { data: { code: 'PAYLOAD_TOO_LARGE' } }],
])('a URL that leads nowhere is refused with fixed text: %.30s', async (path, error) => {
  const body = await (await fetch(server.app.url + path)).text()
  expect(JSON.parse(body)).toMatchObject({ error })
  expect(body).not.toContain('my-secret')
})
