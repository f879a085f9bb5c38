import { createHmac, timingSafeEqual } from 'node:crypto'
import { API_KEY_PREFIX } from '@duck/store'
import { type Installation, signInCookie } from './installation.ts'

/** What somebody shows to be let in. */
export interface Credential {
  kind: 'api-key' | 'sign-in'
  /** The key, or the token of the sign-in. */
  secret: string
}

interface Shown {
  authorization?: string | undefined
  cookie?: string | undefined
}

const LONGEST = 200

/** The one in the Authorization header, else in the cookie; null for none, or one that we never gave. */
export function credentialOf(
  { authorization, cookie }: Shown,
  installation: Installation,
): Credential | null {
  const bearer = /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  if (authorization !== undefined) return bearer === undefined ? null : ofBearer(bearer, installation)
  const value = cookieValue(cookie ?? '', signInCookie(installation))
  const token = value === null ? null : signedToken(value, installation)
  return token === null ? null : { kind: 'sign-in', secret: token }
}

/** A token comes bare, as in the answer's body, or signed, as in its header. */
function ofBearer(bearer: string, installation: Installation): Credential | null {
  if (bearer.length > LONGEST) return null
  if (bearer.startsWith(API_KEY_PREFIX)) return { kind: 'api-key', secret: bearer }
  const token = bearer.includes('.') ? signedToken(bearer, installation) : bearer
  return token === null ? null : { kind: 'sign-in', secret: token }
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=')
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return null
}

/** As better-auth signs cookies: the token, a dot, its HMAC-SHA-256 in base64, all of it URL-encoded. */
function signedToken(value: string, { authSecret }: Installation): string | null {
  if (value.length > LONGEST) return null
  const text = decoded(value)
  const at = text.lastIndexOf('.')
  const [token, signature] = [text.slice(0, at), Buffer.from(text.slice(at + 1), 'base64')]
  const wanted = createHmac('sha256', authSecret).update(token).digest()
  return at > 0 && signature.length === wanted.length && timingSafeEqual(signature, wanted) ? token : null
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
