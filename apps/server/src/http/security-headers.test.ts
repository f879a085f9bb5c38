import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { addSecurityHeaders, PAGE_POLICY } from './security-headers.ts'

async function headersAt(path: string, publicUrl: string | null = null) {
  const app = Fastify()
  onTestFinished(() => app.close())
  addSecurityHeaders(app, publicUrl === null ? null : new URL(publicUrl))
  app.get('/', (_request, reply) => reply.header('content-security-policy', PAGE_POLICY).send('page'))
  app.get('/api/plain', () => ({}))
  app.get('/api/own', (_request, reply) => reply.header('cache-control', 'private, no-cache').send({}))
  app.get('/metrics', () => Response.json({}, { headers: { 'cache-control': 'no-cache' } }))
  return (await app.inject(path)).headers
}

test('an answer for programs is kept by no cache and may do nothing as a page, unless its route says otherwise', async () => {
  expect(await headersAt('/api/plain')).toMatchObject({
    'cache-control': 'private, no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
  })
  expect(await headersAt('/api/own')).toMatchObject({ 'cache-control': 'private, no-cache' })
  expect(await headersAt('/metrics')).toMatchObject({ 'cache-control': 'no-cache' })
})

test('the page has its own policy, which names no other host and nothing inline', async () => {
  const headers = await headersAt('/')
  expect(headers['content-security-policy']).toBe(PAGE_POLICY)
  expect(PAGE_POLICY).not.toMatch(/unsafe|http|data:|\*/)
})

test('only where people come by https are they told to stay with it', async () => {
  const header = 'strict-transport-security'
  expect(await headersAt('/', 'https://duck.example')).toMatchObject({ [header]: 'max-age=31536000' })
  for (const url of [null, 'http://duck.example'])
    expect(await headersAt('/', url)).not.toHaveProperty(header)
})
