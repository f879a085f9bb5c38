import { hasBody, pathFields, type RestRoute } from '../rest-route.ts'
import { inputSchema, type JsonSchema } from './json-schema.ts'
import type { Examples, Json, Operation, Parameter } from './openapi.ts'
import { responsesOf } from './responses.ts'

/** A route as an operation of the document. */
export function operationOf(route: RestRoute): Operation {
  const { procedure, summary, description } = route
  const parameters = parametersOf(route)
  return {
    operationId: operationId(procedure),
    tags: [procedure.replace(/\..*/, '')],
    summary,
    description,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(hasBody(route) ? { requestBody: bodyOf(route) } : {}),
    responses: responsesOf(route),
  }
}

/** `session.create` → `sessionCreate`. */
function operationId(procedure: string): string {
  return procedure.replace(/\.(\w)/, (_dot, first: string) => first.toUpperCase())
}

function parametersOf(route: RestRoute): Parameter[] {
  const { properties = {}, required = [] } = fieldsOf(route)
  const inPath = pathFields(route)
  const inUrl = Object.entries(properties).flatMap(([name, { description = '', ...schema }]): Parameter[] => {
    const place = inPath.includes(name) ? 'path' : 'query'
    if (place === 'query' && hasBody(route)) return []
    const examples = examplesOf(route, ({ input }) => input[name])
    return [
      {
        name,
        in: place,
        required: required.includes(name),
        description,
        schema: notNull(schema),
        ...examples,
      },
    ]
  })
  const headers = Object.entries(route.takesHeaders ?? {}).map(([name, { description, ...limits }]) => ({
    name,
    in: 'header' as const,
    required: false,
    description,
    schema: { type: 'string', ...limits },
    ...examplesOf(route, (example) => example.headers?.[name]),
  }))
  return [...inUrl, ...headers]
}

function bodyOf(route: RestRoute): { required: boolean; content: Json } {
  const inPath = pathFields(route)
  const { properties = {}, required = [], ...rest } = fieldsOf(route)
  const sent = <Value>(fields: Record<string, Value>) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => !inPath.includes(name)))
  const needed = required.filter((name) => !inPath.includes(name))
  const schema = { ...rest, properties: sent(properties), ...(needed.length > 0 ? { required: needed } : {}) }
  const examples = examplesOf(route, ({ input }) => sent(input))
  return { required: needed.length > 0, content: { 'application/json': { schema, ...examples } } }
}

function fieldsOf({ procedure, input, mayLeaveOut }: RestRoute): JsonSchema {
  return inputSchema(procedure, input, mayLeaveOut)
}

/** Of each example of the route that has one, the part that `part` takes. */
function examplesOf(
  { examples }: RestRoute,
  part: (example: RestRoute['examples'][number]) => unknown,
): { examples?: Examples } {
  const found = examples.flatMap((example) => {
    const value = part(example)
    return value === undefined ? [] : [[example.name, { summary: example.summary, value }] as const]
  })
  return found.length > 0 ? { examples: Object.fromEntries(found) } : {}
}

/** A value in a URL is never null. */
function notNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema
  const [only, ...others] = anyOf?.filter(({ type }) => type !== 'null') ?? []
  return only && others.length === 0 ? { ...only, ...rest } : schema
}
