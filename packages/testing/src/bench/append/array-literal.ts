/** Postgres's text form of an array. */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`
  return `{${values.map((value) => (typeof value === 'string' ? quoted(value) : String(value))).join(',')}}`
}
