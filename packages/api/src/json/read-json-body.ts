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
    async ({ method }: { method: string }, body: string) => {
      // Clients that send one type with everything send it with a DELETE too, and nothing behind it.
      if (body === '' && method === 'DELETE') return undefined
      if (as === 'value') return parseJson(body)
      checkJson(body)
      return body
    },
  )
}
