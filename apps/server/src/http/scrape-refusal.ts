import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { foreignIn } from './guard.ts'

export interface Scrape {
  headers: IncomingHttpHeaders
  /** Where the connection comes from; undefined when it is gone. */
  address: string | undefined
  /** The operator's; null when none is set. */
  token: string | null
}

const LOOPBACK = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/
const THIS_MACHINE = { host: 'localhost', publicUrl: null }
const FORWARDED = /^(x-forwarded-.*|x-real-ip|forwarded|via)$/

/**
 * Why a scrape is refused, else null: `token` when it does not show the one that is set; `place` when none is set and
 * the request does not come straight from this machine to this machine. A proxy on this machine would make everybody
 * local, so what it adds to a request counts as coming from elsewhere.
 */
export function scrapeRefusal({ headers, address, token }: Scrape): 'token' | 'place' | null {
  if (token !== null) return shows(headers.authorization, token) ? null : 'token'
  const forwarded = Object.keys(headers).some((name) => FORWARDED.test(name))
  const direct = !forwarded && LOOPBACK.test(address ?? '') && foreignIn(headers, THIS_MACHINE, true) === null
  return direct ? null : 'place'
}

/** Digests have one length, so that the time taken tells nothing about the token. */
function shows(authorization: string | undefined, token: string): boolean {
  const shown = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(shown), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
