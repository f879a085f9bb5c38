import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { openApiDocument } from '../openapi/document.ts'
import { renderPage } from './render-page.ts'

/** Where they are, to be read. */
export const DOCS_PATHS = ['/api/openapi.json', '/api/docs']

/**
 * The document at `/api/openapi.json`, and the page that shows it at `/api/docs`: for everybody, since there is nothing in them
 * that the sources do not say.
 */
export function serveDocs(app: FastifyInstance): void {
  const document = openApiDocument()
  const json = JSON.stringify(document)
  const style = readFileSync(new URL('./docs.css', import.meta.url), 'utf8')
  const page = renderPage(document, style)
  const policy = policyOf(style)
  app.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json))
  app.get('/api/docs', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  )
}

/** The page may look like this, show the app's icon and ask the app's own script for the theme; nothing else. */
function policyOf(style: string): string {
  const digest = createHash('sha256').update(style).digest('base64')
  return [
    "default-src 'none'",
    `style-src 'sha256-${digest}'`,
    "img-src 'self'",
    "script-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}
