import type { Metrics } from '@duck/metrics'
import { DuckError } from '@duck/protocol'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { routeLabel } from './route-label.ts'
import { scrapeRefusal } from './scrape-refusal.ts'

export const METRICS_PATH = '/metrics'

/** Times every request that is answered, and gives the figures to those who may read them. */
export function serveMetrics(app: FastifyInstance, metrics: Metrics, token: string | null): void {
  app.addHook('onResponse', async (request, reply) => {
    // It lasts as long as somebody watches, which says nothing about the server.
    if (isSubscription(reply)) return
    metrics.request(routeLabel(request), reply.statusCode, reply.elapsedTime / 1000)
  })
  app.get(METRICS_PATH, async ({ headers, socket }, reply) => {
    const refusal = scrapeRefusal({ headers, address: socket.remoteAddress, token })
    if (refusal === 'token') return reply.code(401).header('www-authenticate', 'Bearer').send()
    if (refusal === 'place')
      throw new DuckError('FORBIDDEN', 'Without DUCK_METRICS_TOKEN the metrics are for this machine only.')
    return reply
      .type(metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.text())
  })
}

function isSubscription(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/event-stream')
}
