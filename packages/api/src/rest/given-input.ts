import { DuckError } from '@duck/protocol'
import type { FastifyRequest } from 'fastify'
import { queryValues } from './query-values.ts'
import { hasBody, type RestRoute } from './rest-route.ts'

/**
 * The input as a request has it, in one object, for the route's schema to look at: fields of the path, and the others from the
 * query or, of a POST or PATCH, the body.
 *
 * @throws BAD_REQUEST for a field that stands where the route does not look for it: nothing that is sent is left aside.
 */
export function givenInput(
  route: Pick<RestRoute, 'method' | 'input'>,
  { params, query, body = {} }: Pick<FastifyRequest, 'params' | 'query' | 'body'>,
): unknown {
  const inQuery = queryValues(query, route.input)
  const [sent, aside] = hasBody(route) ? [body, inQuery] : [inQuery, body]
  const path: object = Object(params)
  const misplaced = isObject(aside) ? Object.keys(aside)[0] : 'body'
  const twice = isObject(sent) ? Object.keys(sent).find((name) => Object.hasOwn(path, name)) : undefined
  const field = misplaced ?? twice
  if (field !== undefined) throw new DuckError('BAD_REQUEST', `${field}: does not belong there`, { field })
  return isObject(sent) ? { ...sent, ...path } : sent
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
