import type { IncomingMessage } from 'node:http'
import { all, compile } from '@fastify/proxy-addr'

/** Where a request comes from, as Fastify's `request.ip` says it, for requests that never reach Fastify: upgrades. */
export function addressOf(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = compile([...trustedProxies])
  // The last one of those that lead to somebody who is not trusted.
  return (request) => (request.socket.remoteAddress ? (all(request, isTrusted).at(-1) ?? '') : '')
}
