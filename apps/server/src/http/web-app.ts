import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sendError } from '@duck/api'
import type { Log } from '@duck/chat'
import { DuckError } from '@duck/protocol'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isApiPath } from './api-path.ts'
import { canonicalUrl } from './canonical-url.ts'
import type { Place } from './guard.ts'
import { PAGE_POLICY } from './security-headers.ts'

const DIST = fileURLToPath(new URL('../../../web/dist', import.meta.url))

/** The built web app: its files, and its page for every path that is no file, since the app has paths of its own. */
export async function serveWebApp(app: FastifyInstance, place: Place, log: Log): Promise<void> {
  const built = existsSync(DIST)
  if (built)
    await app.register(fastifyStatic, { root: DIST, wildcard: false, index: false, setHeaders: cacheHeaders })
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request))
      return sendError(new DuckError('NOT_FOUND', 'There is nothing here.'), request, reply, log)
    if (!built)
      return reply.code(503).type('text/plain').send('The web app is not built. Run: npx -y pnpm@12 build')
    const elsewhere = canonicalUrl(place, request.headers.host, request.url)
    if (elsewhere !== null) return reply.redirect(elsewhere)
    void reply.header('content-security-policy', PAGE_POLICY)
    return reply.sendFile('index.html')
  })
}

function isPage({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?')
  return (method === 'GET' || method === 'HEAD') && !isApiPath(url) && !/\.[a-z0-9]+$/i.test(path)
}

/** Built files carry a hash in their name and never change; everything else is asked for again. */
function cacheHeaders(reply: FastifyReply, path: string): void {
  const fixed = path.startsWith(`${DIST}/assets/`)
  void reply.header('cache-control', fixed ? 'public, max-age=31536000, immutable' : 'no-cache')
}
