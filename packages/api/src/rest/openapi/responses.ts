import { type ErrorCode, HTTP_STATUS } from '@duck/protocol'
import { type HeaderFacts, hasBody, type RestRoute } from '../rest-route.ts'
import { ALWAYS, ERROR_REPLIES, statusKey, WITH_BODY } from './error-replies.ts'
import type { Examples, Operation, Response } from './openapi.ts'
import type { ReplyName } from './reply-schemas.ts'

export const SCHEMAS = '#/components/schemas/'
const RESPONSES = '#/components/responses/'

/** Everything that a route may answer, by status. */
export function responsesOf(route: RestRoute): Operation['responses'] {
  const good = Object.entries(route.replies).map(
    ([status, { body, description, headers }]) =>
      [status, responseOf(body, { description, headers, examples: examplesWith(route, status) })] as const,
  )
  const bad = errorsOf(route).map((code) => [statusKey(code), errorOf(route, code)] as const)
  return Object.fromEntries([...good, ...bad])
}

/** The errors that any route may answer, to be referred to. */
export function errorResponses(): Record<string, Response> {
  const all = Object.keys(ERROR_REPLIES) as ErrorCode[]
  return Object.fromEntries(all.map((code) => [code, errorResponse(code)]))
}

/** In the order of their statuses. */
function errorsOf(route: RestRoute): ErrorCode[] {
  const codes = [...ALWAYS, ...(hasBody(route) ? WITH_BODY : []), ...route.errors]
  return codes.toSorted((one, other) => HTTP_STATUS[one] - HTTP_STATUS[other])
}

/** As for every route, or with the route's own examples. */
function errorOf(route: RestRoute, code: ErrorCode): Response | { $ref: string } {
  const examples = examplesWith(route, statusKey(code))
  return Object.keys(examples).length > 0 ? errorResponse(code, examples) : { $ref: RESPONSES + code }
}

function errorResponse(code: ErrorCode, examples: Examples = {}): Response {
  const { description, headers, example } = ERROR_REPLIES[code]
  const described = Object.entries(headers ?? {}).map(
    ([name, each]) => [name, { description: each }] as const,
  )
  const shown = Object.keys(examples).length > 0 ? examples : { any: { value: example } }
  return responseOf('Error', { description, headers: Object.fromEntries(described), examples: shown })
}

interface Shown {
  description: string
  headers: Record<string, HeaderFacts> | undefined
  examples: Examples
}

function responseOf(body: ReplyName | null, { description, headers = {}, examples }: Shown): Response {
  const told = Object.entries(headers).map(
    ([name, facts]) => [name, { description: facts.description, schema: { type: 'string' } }] as const,
  )
  return {
    description,
    ...(told.length > 0 ? { headers: Object.fromEntries(told) } : {}),
    ...(body ? { content: { 'application/json': { schema: { $ref: SCHEMAS + body }, examples } } } : {}),
  }
}

/** The replies of the route's examples that end with this status. */
function examplesWith({ examples }: RestRoute, status: string): Examples {
  const found = examples.filter((example) => String(example.status) === status && example.reply !== undefined)
  return Object.fromEntries(found.map(({ name, summary, reply }) => [name, { summary, value: reply }]))
}
