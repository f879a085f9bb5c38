import { isIP } from 'node:net'
import { z } from 'zod'
import type { AuthSettings } from './auth-settings.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

const words = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
)
const web = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    'must be a URL that begins with http:// or https://',
  )
const isNetwork = (text: string) => isIP(text.replace(/\/\d{1,3}$/, '')) !== 0

/** The variables that say who may come in. */
export const authVariables = {
  DUCK_AUTH: z.enum(['local', 'accounts'], 'must be local or accounts').default('local'),
  DUCK_PUBLIC_URL: web
    .refine((text) => URL.canParse(text) && new URL(text).pathname === '/', 'must have no path')
    .optional(),
  DUCK_OPERATORS: words
    .refine(
      (emails) => emails.every((email) => z.email().safeParse(email).success),
      'must be e-mail addresses, with commas between',
    )
    .optional(),
  DUCK_GUESTS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  DUCK_ALLOW_NETWORK: z.enum(['yes', 'no'], 'must be yes or no').default('no'),
  DUCK_TRUSTED_PROXIES: words
    .refine((all) => all.every(isNetwork), 'must be addresses or networks (10.0.0.0/8), with commas between')
    .optional(),
  DUCK_OIDC_ISSUER: web.optional(),
  DUCK_OIDC_CLIENT_ID: z.string().optional(),
  DUCK_OIDC_CLIENT_SECRET: z.string().optional(),
  DUCK_OIDC_NAME: z.string().max(60, 'must be at most 60 characters').optional(),
}

type Variables = z.output<z.ZodObject<typeof authVariables>>

const OIDC = ['DUCK_OIDC_ISSUER', 'DUCK_OIDC_CLIENT_ID', 'DUCK_OIDC_CLIENT_SECRET'] as const

/** What one of them needs of another; `names` are those that are set. */
export function authFaults(
  names: ReadonlySet<string>,
  variables: Record<string, string | undefined>,
): string[] {
  const { DUCK_AUTH = 'local', HOST = '127.0.0.1', DUCK_ALLOW_NETWORK = 'no' } = variables
  const faults: string[] = []
  const oidc = OIDC.filter((name) => names.has(name))
  if (oidc.length > 0 && oidc.length < OIDC.length)
    faults.push(
      `${OIDC.join(', ')} go together: ${OIDC.filter((name) => !names.has(name)).join(', ')} is missing.`,
    )
  if (DUCK_AUTH === 'local' && !LOOPBACK.has(HOST) && DUCK_ALLOW_NETWORK !== 'yes')
    faults.push(
      'HOST is reached by others, and DUCK_AUTH=local lets in whoever comes. Set DUCK_AUTH=accounts, or DUCK_ALLOW_NETWORK=yes for a network you trust.',
    )
  if (DUCK_AUTH === 'accounts' && !LOOPBACK.has(HOST) && !names.has('DUCK_PUBLIC_URL'))
    faults.push(
      'DUCK_PUBLIC_URL must be set with DUCK_AUTH=accounts and this HOST: where people open the app.',
    )
  return faults
}

export function authSettings(data: Variables): AuthSettings {
  const {
    DUCK_OIDC_ISSUER: issuer,
    DUCK_OIDC_CLIENT_ID: clientId,
    DUCK_OIDC_CLIENT_SECRET: clientSecret,
  } = data
  return {
    mode: data.DUCK_AUTH,
    publicUrl: data.DUCK_PUBLIC_URL === undefined ? null : new URL(data.DUCK_PUBLIC_URL),
    operators: new Set((data.DUCK_OPERATORS ?? []).map((email) => email.toLowerCase())),
    // Where nobody signs up there is nobody else.
    guests: data.DUCK_AUTH === 'local' || data.DUCK_GUESTS === 'on',
    oidc:
      issuer && clientId && clientSecret
        ? { issuer, clientId, clientSecret, name: data.DUCK_OIDC_NAME ?? new URL(issuer).hostname }
        : null,
  }
}
