/** What a log may hold of an unknown error: its kind and where it came from, never its words, which may quote data. */
export function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { cause } = error
  return {
    kind: error.name,
    ...pick(error, 'code'),
    ...pick(error, 'constraint_name'),
    at: error.stack?.split('\n').filter((line) => line.startsWith('    at ')),
    ...(cause === undefined ? {} : { cause: faultOf(cause) }),
  }
}

function pick(error: object, key: string): object {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? { [key]: value } : {}
}
