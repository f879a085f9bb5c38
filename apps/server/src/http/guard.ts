import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * What of a request shows that a page of another site made a browser send it, else null. With no sign-in, being on
 * this machine is the only protection there is. A request with neither Origin nor Sec-Fetch-Site is no browser's and
 * passes; so does a link from elsewhere, since `reads` leave the answer unread by the other site.
 */
export function foreignIn(
  headers: IncomingHttpHeaders,
  listensOn: string,
  reads: boolean,
): 'host' | 'origin' | null {
  // A foreign name that leads here would make its pages ours.
  if (LOOPBACK.has(listensOn) && !LOOPBACK.has(hostname(headers.host))) return 'host'
  if (reads) return null
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'origin'
  return headers.origin !== undefined && originHost(headers.origin) !== headers.host ? 'origin' : null
}

function hostname(host: string | undefined): string {
  return (host ?? '').replace(/:\d+$/, '').toLowerCase()
}

/** '' for `null` and whatever else is no origin. */
function originHost(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}
