import { appRouter } from '@duck/api'
import type { Call } from './call-http.ts'
import { fieldsOf } from './outcome.ts'

/** Every procedure of the router with its type, as the router itself has them. */
export const PROCEDURES: readonly (readonly [name: string, type: Call['type']])[] = Object.entries(
  appRouter._def.procedures,
).map(([name, procedure]) => [name, typeOf(procedure)])

// The router's type nests them, its value does not.
function typeOf(procedure: unknown): Call['type'] {
  const { type } = fieldsOf(Reflect.get(Object(procedure), '_def'))
  if (type === 'query' || type === 'mutation' || type === 'subscription') return type
  throw new Error(`a procedure of the type ${String(type)}`)
}
