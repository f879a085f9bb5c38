/**
 * What to tell an operator whose DATABASE_URL does not work; a sentence that is ours already stays. A driver's words can
 * quote the URL's password, so they are left out.
 */
export function unreachableDatabase(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  if (code === '') return error instanceof Error ? error : new Error('The database cannot be used.')
  return new Error(`The database at DATABASE_URL cannot be used${code}. Is it running, and is the URL right?`)
}
