import { DuckError } from '@duck/protocol'
import type { FastifyInstance, FastifyReply, HTTPMethods } from 'fastify'
import { sendError } from '../errors/send-error.ts'
import { readJsonBody } from '../json/read-json-body.ts'
import type { Callers } from '../trpc/register-trpc.ts'
import { signedIn } from '../trpc/trpc.ts'
import { DOCS_PATHS, serveDocs } from './docs/serve-docs.ts'
import { givenInput } from './given-input.ts'
import type { RestReply, RestRoute } from './rest-route.ts'
import { REST_ROUTES } from './rest-routes.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route is there to say which methods its path has. */
    wrongMethod?: true
  }
}

/** The REST routes below `/api`, their description and the page that shows it. */
export function registerRest(app: FastifyInstance, callers: Callers): void {
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply, callers.log))
  // JSON or nothing: a form can never be a call.
  app.removeContentTypeParser('text/plain')
  readJsonBody(app, 'value')
  for (const route of REST_ROUTES) serve(app, route, callers)
  serveDocs(app)
  refuseOtherMethods(app)
}

function serve(app: FastifyInstance, route: RestRoute, { contextOf }: Callers): void {
  app.route({
    method: route.method,
    url: fastifyPath(route.path),
    async handler(request, reply) {
      const ctx = signedIn(await contextOf(request))
      const given = givenInput(route, request)
      return send(reply, await route.answer({ ctx, given, headers: request.headers }))
    },
  })
}

function send(reply: FastifyReply, { status, body, headers = {} }: RestReply): FastifyReply {
  return reply.code(status).headers(headers).send(body)
}

/** Has every path of the table answer 405 to the methods it does not have, before a body is read. */
function refuseOtherMethods(app: FastifyInstance): void {
  for (const [path, methods] of methodsByPath())
    app.route({
      method: app.supportedMethods.filter((method) => !methods.includes(method)) as HTTPMethods[],
      url: fastifyPath(path),
      config: { wrongMethod: true },
      async onRequest(_request, reply) {
        void reply.header('allow', methods.join(', '))
        throw new DuckError('METHOD_NOT_SUPPORTED', 'The path has no such method.')
      },
      handler: async () => {},
    })
}

/** Who may read may also ask for the headers alone. */
function methodsByPath(): Map<string, string[]> {
  const found = new Map<string, string[]>(DOCS_PATHS.map((path) => [path, ['GET', 'HEAD']]))
  for (const { path, method } of REST_ROUTES)
    found.set(path, [...(found.get(path) ?? []), ...(method === 'GET' ? ['GET', 'HEAD'] : [method])])
  return found
}

/** `/api/sessions/{sessionId}` as Fastify writes it. */
export function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}
