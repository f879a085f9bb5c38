import type { FastifyInstance } from 'fastify'
import { openApiDocument } from '../openapi/document.ts'

/** The document at `/api/openapi.json`, and the page that shows it at `/api/docs`: for everybody, and without a secret in them. */
export function serveDocs(app: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument())
  app.get('/api/openapi.json', (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('application/json; charset=utf-8').send(document),
  )
}
