import type { Examples, OpenApi, Operation, Parameter } from './openapi.ts'

/** A request as the document has it, and what it says will come back. */
export interface ReadExample {
  name: string
  summary: string
  method: string
  /** Of the URL, with its query. */
  url: string
  headers: Record<string, string>
  /** Left out where none is sent. */
  body?: unknown
  status: number
  /** Left out where none comes back. */
  reply?: unknown
}

/** An operation and where it stands in the document. */
export interface PlacedOperation {
  method: string
  path: string
  operation: Operation
}

/** Every operation, in the order of the document. */
export function operationsIn({ paths }: Pick<OpenApi, 'paths'>): PlacedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/**
 * The examples of an operation, put together again from the document alone: parts of one name belong together. One without a reply
 * of its name ends as the operation's reply that has no body.
 */
export function readExamples({ method, path, operation }: PlacedOperation): ReadExample[] {
  const { parameters = [], requestBody } = operation
  const bodies = requestBody?.content['application/json'].examples ?? {}
  const sent = [bodies, ...parameters.map(({ examples = {} }) => examples)]
  const names = new Set(
    [...sent, ...repliesOf(operation).map(({ examples }) => examples)].flatMap(Object.keys),
  )
  return [...names].map((name) => ({
    name,
    summary: sent.find((examples) => name in examples)?.[name]?.summary ?? name,
    method,
    url: urlOf(path, parameters, name),
    headers: Object.fromEntries(valuesIn(parameters, 'header', name)),
    ...(name in bodies ? { body: bodies[name]?.value } : {}),
    ...endOf(operation, name),
  }))
}

function endOf(operation: Operation, name: string): { status: number; reply?: unknown } {
  const replies = repliesOf(operation)
  const found = replies.find(({ examples }) => name in examples)
  if (found) return { status: found.status, reply: found.examples[name]?.value }
  return { status: replies.find(({ isBare }) => isBare)?.status ?? 0 }
}

function repliesOf({ responses }: Operation): { status: number; isBare: boolean; examples: Examples }[] {
  return Object.entries(responses).flatMap(([status, response]) => {
    if ('$ref' in response) return []
    const examples = response.content?.['application/json'].examples ?? {}
    return [{ status: Number(status), isBare: !response.content, examples }]
  })
}

function urlOf(path: string, parameters: readonly Parameter[], name: string): string {
  const filled = valuesIn(parameters, 'path', name).reduce(
    (all, [field, value]) => all.replace(`{${field}}`, encodeURIComponent(value)),
    path,
  )
  const query = new URLSearchParams(valuesIn(parameters, 'query', name)).toString()
  return query === '' ? filled : `${filled}?${query}`
}

function valuesIn(
  parameters: readonly Parameter[],
  place: Parameter['in'],
  name: string,
): [string, string][] {
  return parameters.flatMap((each): [string, string][] => {
    const example = each.in === place ? each.examples?.[name] : undefined
    return example ? [[each.name, String(example.value)]] : []
  })
}
