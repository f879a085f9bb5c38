import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** Where the server is meant to be reached. */
export interface Place {
  /** The address listened on. */
  host: string
  /** Where people open the app, when that is another. */
  publicUrl: URL | null
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * What of a request shows that a page of another site made a browser send it, else null. A request with neither Origin
 * nor Sec-Fetch-Site is no browser's and passes; so does a link from elsewhere, since `reads` leave the answer unread by
 * the other site.
 */
export function foreignIn(
  headers: IncomingHttpHeaders,
  place: Place,
  reads: boolean,
): 'host' | 'origin' | null {
  // A foreign name that leads here would make its pages ours.
  if (!isOurs(hostname(headers.host), place)) return 'host'
  if (reads) return null
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'origin'
  return headers.origin !== undefined && !isSameOrigin(headers.origin, headers.host, place) ? 'origin' : null
}

/** Nobody but us can have a page under a bare address of ours. */
function isOurs(name: string, { host, publicUrl }: Place): boolean {
  if (LOOPBACK.has(name) || name === publicUrl?.hostname) return true
  if (LOOPBACK.has(host) || publicUrl !== null) return false
  return name === host.toLowerCase() || isIP(name.replace(/^\[|\]$/g, '')) !== 0
}

function hostname(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').toLowerCase()
}

function isSameOrigin(origin: string, host: string | undefined, { publicUrl }: Place): boolean {
  if (!URL.canParse(origin)) return false
  const { host: originHost, origin: exact, hostname: name } = new URL(origin)
  // Behind a proxy the page is at the public URL, scheme and all.
  if (publicUrl && !LOOPBACK.has(name)) return exact === publicUrl.origin
  return originHost === host
}
