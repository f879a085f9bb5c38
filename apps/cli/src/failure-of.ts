import { DuckError } from '@duck/protocol'
import { Interrupted } from './interrupted.ts'
import { UsageError } from './usage-error.ts'

/** No such schema, table, column or function. */
const OTHER_SCHEMA = new Set(['3F000', '42P01', '42703', '42883'])

/** What went wrong, in a sentence. A driver's words are left out: they can quote a URL with its password. */
export function failureOf(error: unknown): string {
  if (error instanceof DuckError && error.code !== 'INTERNAL_SERVER_ERROR') return error.message
  const code = codeOf(error)
  if (OTHER_SCHEMA.has(code))
    return `The database is not at the schema of this version (${code}). Start the server of this version once.`
  return isOurs(error) ? error.message : `Something went wrong: ${kindOf(error)}. Please report it.`
}

/** Sentences of ours are whole and come without a code; a class of its own may carry one. */
function isOurs(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof DuckError) return false
  if (error instanceof UsageError || error instanceof Interrupted) return true
  if (error.name === 'EnvError' || error.name === 'EmbeddedPostgresError') return true
  return error.name === 'Error' && codeOf(error) === '' && /^[A-Z\d].*[.?]$/s.test(error.message)
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const cause = error.cause instanceof Error ? error.cause : error
  const place = /(?:apps|packages)\/[\w./-]+:\d+/.exec(error.stack ?? '')?.[0]
  return [cause.name, codeOf(error), place].filter(Boolean).join(' ')
}

/** The SQLSTATE or system code of the error or its cause, '' for none. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error instanceof DuckError) return codeOf(error.cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause)
}
