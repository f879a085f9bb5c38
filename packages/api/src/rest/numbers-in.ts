/** A query string's values, those written as whole numbers made numbers; the schema refuses what should be one. */
export function numbersIn(query: unknown): Record<string, unknown> {
  const values = Object.entries(query ?? {}).map(([key, value]) => [key, asNumber(value)] as const)
  return Object.fromEntries(values)
}

function asNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
}
