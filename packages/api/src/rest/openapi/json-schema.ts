import { z } from 'zod'
import { factsOf } from './field-facts.ts'

/** A JSON Schema of draft 2020-12, as far as ours use it. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  format?: string
  description?: string
  additionalProperties?: boolean | JsonSchema
  [keyword: string]: unknown
}

/** What zod writes of a format as a pattern is longer than what it says. */
function withoutPatterns({ jsonSchema }: { jsonSchema: { format?: string; pattern?: string } }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
}

const OPTIONS = { unrepresentable: 'any', override: withoutPatterns } as const

/** The schema of an input, its fields described; `owner` is the procedure whose it is. */
export function inputSchema(
  owner: string,
  schema: z.ZodObject,
  mayLeaveOut: readonly string[] = [],
): JsonSchema {
  const json = ours(z.toJSONSchema(schema, { ...OPTIONS, io: 'input' }))
  const required = json.required?.filter((name) => !mayLeaveOut.includes(name))
  return describe(owner, { ...json, ...(required ? { required } : {}) })
}

/** The schemas of replies by name; where one holds another it refers to it below `uri`. */
export function replySchemas(schemas: Record<string, z.ZodType>, uri: string): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const made = z.toJSONSchema(registry, { ...OPTIONS, uri: (id) => uri + id })
  const named = Object.entries(made.schemas).map(
    ([name, json]) => [name, describe(name, ours(json))] as const,
  )
  return Object.fromEntries(named)
}

/** zod's type lets any part be true or false as well, which is not written for the types that we use. */
function ours(json: object): JsonSchema {
  const { $schema: _dialect, $id: _id, ...rest } = json as JsonSchema
  return rest
}

function describe(owner: string, schema: JsonSchema): JsonSchema {
  if (!schema.properties) return schema
  const properties = Object.entries(schema.properties).map(([name, field]) => {
    const described = { ...field, ...factsOf(owner, name) }
    return [name, described.type === 'object' ? describe(owner, described) : described] as const
  })
  return { ...schema, properties: Object.fromEntries(properties) }
}
