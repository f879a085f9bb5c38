import { z } from 'zod'

/**
 * A query string's values as the schema's fields have them: those of numbers and flags read, where they are written as such. All
 * else stays a text, or a list where it came twice, for the schema to refuse.
 */
export function queryValues(query: unknown, { shape }: z.ZodObject): Record<string, unknown> {
  const values = Object.entries(query ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? readValue(value, shape[name]) : value] as const,
  )
  return Object.fromEntries(values)
}

function readValue(text: string, field: unknown): unknown {
  const type = bare(field)
  if (type instanceof z.ZodNumber && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (type instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === 'true'
  return text
}

/** The type of a field that may be left out or null. */
function bare(field: unknown): unknown {
  return field instanceof z.ZodOptional || field instanceof z.ZodNullable ? bare(field.unwrap()) : field
}
