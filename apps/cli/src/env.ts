import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The server's settings, as far as a command needs them. */
export interface Env {
  /** A Postgres of the operator's; null is the embedded one in `dataDir`. */
  databaseUrl: string | null
  /** Its owner's, where that is another. */
  adminUrl: string | null
  /** Null is the one kept in `dataDir`. */
  secret: string | null
  dataDir: string
  mode: 'local' | 'accounts'
  /** Where people open the app; null when it is not known. */
  publicUrl: string | null
}

/** Every variable at fault, each in a sentence. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

const DATA_DIR = fileURLToPath(new URL('../../../.duck', import.meta.url))

const url = (schemes: RegExp, what: string) =>
  z.string().refine((text) => URL.canParse(text) && schemes.test(new URL(text).protocol), what)

const schema = z.object({
  DATABASE_URL: url(/^postgres(ql)?:$/, 'must be a URL that begins with postgres://').optional(),
  DATABASE_ADMIN_URL: url(/^postgres(ql)?:$/, 'must be a URL that begins with postgres://').optional(),
  DUCK_SECRET: z.string().optional(),
  DUCK_DATA_DIR: z.string().default(DATA_DIR),
  DUCK_AUTH: z.enum(['local', 'accounts'], 'must be local or accounts').default('local'),
  DUCK_PUBLIC_URL: url(/^https?:$/, 'must be a URL that begins with http:// or https://').optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number')
    .default('3000'),
})

/**
 * Reads the environment; an empty variable counts as not set.
 *
 * @throws EnvError naming all faults at once; it never quotes a value, which may be a secret.
 */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== '')
  const { data, error } = schema.safeParse(Object.fromEntries(set))
  const faults = error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`) ?? []
  if (data?.DATABASE_URL !== undefined && data.DUCK_SECRET === undefined)
    faults.push('DUCK_SECRET must be set with DATABASE_URL, and be that of the server.')
  if (!data || faults.length > 0) throw new EnvError(faults.join('\n'))
  return {
    databaseUrl: data.DATABASE_URL ?? null,
    adminUrl: data.DATABASE_ADMIN_URL ?? null,
    secret: data.DUCK_SECRET ?? null,
    dataDir: data.DUCK_DATA_DIR,
    mode: data.DUCK_AUTH,
    publicUrl: publicUrlOf(data),
  }
}

function publicUrlOf({ DUCK_PUBLIC_URL: given, PORT: port }: z.output<typeof schema>): string | null {
  if (given !== undefined) return new URL(given).origin
  return Number(port) === 0 ? null : `http://127.0.0.1:${Number(port)}`
}
