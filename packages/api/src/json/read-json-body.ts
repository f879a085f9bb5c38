import type { FastifyInstance } from 'fastify'
import { checkJson, parseJson } from './parse-json.ts'

/**
 * How the scope's routes read a JSON body: `as` its value, or `as` text that is looked through and parsed by somebody else.
 * Such a body is refused with BAD_REQUEST when readers could take it differently.
 */
export function readJsonBody(scope: FastifyInstance, as: 'value' | 'text'): void {
  scope.removeContentTypeParser('application/json')
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => {
      if (as === 'value') return parseJson(body)
      checkJson(body)
      return body
    },
  )
}
