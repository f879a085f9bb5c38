/** What a log may hold of an unknown error: its kind and where it came from, never its words, which may quote data. */
export function faultOf(error: unknown): object {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { cause } = error
  return {
    kind: error.name,
    ...pick(error, 'code'),
    ...pick(error, 'constraint_name'),
    at: framesOf(error),
    ...(cause === undefined ? {} : { cause: faultOf(cause) }),
  }
}

/** The stack without the message before it, which can have lines that look like a stack's. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message)
  const rest = start < 0 ? '' : stack.slice(start + message.length)
  return rest.split('\n').filter((line) => line.startsWith('    at '))
}

function pick(error: object, key: string): object {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' ? { [key]: value } : {}
}
