import { createHmac } from 'node:crypto'

/** What is derived from the secret of an installation, the same at all its servers. */
export interface Installation {
  /** Signs cookies and tokens. */
  authSecret: string
  /** Of the cookies' names: cookies do not tell ports apart, so two on one machine would take each other's. */
  cookiePrefix: string
  secure: boolean
}

/** `secure` where people open the app by https: the cookie then goes to this host alone, and never in the clear. */
export function installationOf(secret: string, secure: boolean): Installation {
  const id = derive(secret, 'installation').slice(0, 8)
  return {
    authSecret: derive(secret, 'sign-ins'),
    cookiePrefix: `${secure ? '__Host-' : ''}duck-${id}`,
    secure,
  }
}

/** The cookie that holds a browser's sign-in. */
export function signInCookie({ cookiePrefix }: Installation): string {
  return `${cookiePrefix}.session_token`
}

function derive(secret: string, what: string): string {
  return createHmac('sha256', secret).update(what).digest('hex')
}
