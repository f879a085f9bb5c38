import { fileURLToPath } from 'node:url'
import type { ModelSettings } from '@duck/llm'
import { z } from 'zod'
import type { AuthSettings } from './auth/auth-settings.ts'
import { authFaults, authSettings, authVariables } from './auth/auth-variables.ts'

/** Everything an operator can set, read once. */
export interface Env {
  port: number
  host: string
  /** A Postgres of the operator's; null starts the embedded one in `dataDir`. */
  databaseUrl: string | null
  /** The owner of that database, when `databaseUrl` is a role that may only serve. */
  databaseAdminUrl: string | null
  /** A direct way to it, when `databaseUrl` is a pooler's: notices cannot be heard through one. */
  databaseListenUrl: string | null
  /** What keys and passwords are derived from; null has one made and kept in `dataDir`. */
  secret: string | null
  dataDir: string
  /** The bearer token that a scrape of /metrics must show; null answers this machine only. */
  metricsToken: string | null
  /** Answers of a user that may run at once, over all servers; null is the product's own limit. */
  runningAnswersPerUser: number | null
  /** Proxies whose word about the caller's address is taken. */
  trustedProxies: string[]
  auth: AuthSettings
  /** Messages and sessions that a user may make a second at this server, and at once; null is the product's own limit. */
  appendsPerSecond: number | null
  appendBurst: number | null
  /** WebSockets of a user at this server; null is the product's own limit. */
  socketsPerUser: number | null
  /** Calls of a user that this server works on at once; null is the product's own limit. */
  callsAtOncePerUser: number | null
  models: ModelSettings
}

/** Every variable at fault, each in a sentence. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

const DATA_DIR = fileURLToPath(new URL('../../../.duck', import.meta.url))
const OLLAMA_URL = 'http://127.0.0.1:11434'

const url = (...schemes: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && schemes.includes(new URL(text).protocol.slice(0, -1)),
      `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    )
const http = url('http', 'https')
/** A limit of up to so many digits. */
const limit = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[1-9]\\d{0,${digits - 1}}$`), `must be a number from 1 to ${10 ** digits - 1}`)
    .transform(Number)
    .optional()
const secret = z.string().regex(/^[\x21-\x7e]+$/, 'must be one word of ASCII characters')

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  DATABASE_ADMIN_URL: url('postgres', 'postgresql').optional(),
  DATABASE_LISTEN_URL: url('postgres', 'postgresql').optional(),
  DUCK_DATA_DIR: z.string().default(DATA_DIR),
  DUCK_SECRET: secret.optional(),
  DUCK_METRICS_TOKEN: secret.optional(),
  ...authVariables,
  DUCK_LIMIT_APPENDS_PER_SECOND: limit(6),
  DUCK_LIMIT_APPEND_BURST: limit(6),
  DUCK_LIMIT_RUNNING_ANSWERS: limit(4),
  DUCK_LIMIT_SOCKETS: limit(6),
  DUCK_LIMIT_CALLS: limit(6),
  OPENAI_API_KEY: secret.optional(),
  OPENAI_BASE_URL: http.optional(),
  OPENAI_MODELS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .optional(),
  ANTHROPIC_API_KEY: secret.optional(),
  ANTHROPIC_BASE_URL: http.optional(),
  OLLAMA_BASE_URL: http.default(OLLAMA_URL),
})

/**
 * Reads the environment; an empty variable counts as not set.
 *
 * @throws EnvError naming all faults at once; it never quotes a value, which may be a secret.
 */
export function readEnv(variables: Record<string, string | undefined>): Env {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== '')
  const { success, data, error } = schema.safeParse(Object.fromEntries(set))
  const faults = [
    ...(error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? []),
    ...missing(new Set(set.map(([name]) => name))),
    ...authFaults(new Set(set.map(([name]) => name)), Object.fromEntries(set)),
  ]
  if (!success || faults.length > 0) throw new EnvError(faults.join('\n'))
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL ?? null,
    databaseAdminUrl: data.DATABASE_ADMIN_URL ?? null,
    databaseListenUrl: data.DATABASE_LISTEN_URL ?? null,
    secret: data.DUCK_SECRET ?? null,
    dataDir: data.DUCK_DATA_DIR,
    metricsToken: data.DUCK_METRICS_TOKEN ?? null,
    runningAnswersPerUser: data.DUCK_LIMIT_RUNNING_ANSWERS ?? null,
    trustedProxies: data.DUCK_TRUSTED_PROXIES ?? [],
    auth: authSettings(data),
    appendsPerSecond: data.DUCK_LIMIT_APPENDS_PER_SECOND ?? null,
    appendBurst: data.DUCK_LIMIT_APPEND_BURST ?? null,
    callsAtOncePerUser: data.DUCK_LIMIT_CALLS ?? null,
    socketsPerUser: data.DUCK_LIMIT_SOCKETS ?? null,
    models: modelSettings(data),
  }
}

/** What one variable needs of another. */
function missing(names: ReadonlySet<string>): string[] {
  if (names.has('DATABASE_URL') && !names.has('DUCK_SECRET'))
    return [
      'DUCK_SECRET must be set with DATABASE_URL: a long random word, the same for all servers of that database.',
    ]
  if (names.has('DATABASE_URL')) return []
  return ['DATABASE_ADMIN_URL', 'DATABASE_LISTEN_URL']
    .filter((name) => names.has(name))
    .map((name) => `${name} goes with DATABASE_URL.`)
}

function modelSettings(data: z.output<typeof schema>): ModelSettings {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: baseUrl, OPENAI_MODELS: models } = data
  return {
    openai: key || baseUrl ? { apiKey: key, baseUrl, models } : null,
    anthropic: data.ANTHROPIC_API_KEY
      ? { apiKey: data.ANTHROPIC_API_KEY, baseUrl: data.ANTHROPIC_BASE_URL }
      : null,
    ollama: { baseUrl: data.OLLAMA_BASE_URL },
  }
}
