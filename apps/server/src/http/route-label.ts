import { callName } from '@duck/api'
import type { FastifyRequest } from 'fastify'
import { isApiPath } from './api-path.ts'

const TRPC = '/trpc/:path'

/** What the product calls the way a request took: never its URL, which may hold an id, a text or a secret. */
export function routeLabel({ routeOptions, params, url }: FastifyRequest): string {
  const pattern = routeOptions.url
  if (pattern === TRPC) return `/trpc/${callName(pathOf(params))}`
  if (pattern !== undefined && isApiPath(pattern)) return pattern
  // Each built file has a route of its own, and pages have none.
  return isApiPath(url) ? 'unknown' : 'static'
}

function pathOf(params: unknown): string {
  return typeof params === 'object' && params !== null && 'path' in params ? String(params.path) : ''
}
