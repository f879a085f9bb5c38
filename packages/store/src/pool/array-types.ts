import type postgres from 'postgres'

// Of the pg_type catalog, where they never change.
const OIDS = { texts: 1009, integers: 1007, uuids: 2951 }

/**
 * The arrays that our statements send. postgres.js would ask for all array types at each connect, and a connection lost
 * in that moment would end the process.
 */
export const ARRAY_TYPES: Record<string, postgres.PostgresType> = Object.fromEntries(
  Object.entries(OIDS).map(([name, oid]) => [
    name,
    { to: oid, from: [], serialize: arrayLiteral, parse: String },
  ]),
)

/** Postgres's text form of an array. */
export function arrayLiteral(values: readonly (string | number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : quoted(String(value)))).join(',')}}`
}

/** The elements of an array in Postgres's text form, of numbers or words that need no quotes; a null is `NULL`. */
export function wordsOf(literal: string): string[] {
  return literal.slice(1, -1).split(',')
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}
