import { appRouter } from '@duck/api'
import { expect, test } from 'vitest'
import { z } from 'zod'

const URL_LIKE = /url|uri|href|endpoint|host|origin|webhook|callback/i

/** The names of all fields of an input, at any depth. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema ? Object.keys(Object(schema.properties)) : []
  return [...own, ...Object.values(schema).flatMap(fieldsOf)]
}

/** The names of all fields that a procedure takes; tRPC keeps its schemas where types do not show them. */
function fieldsTaken(procedure: object): string[] {
  const inputs: unknown = Reflect.get(Object(Reflect.get(procedure, '_def')), 'inputs')
  return (Array.isArray(inputs) ? inputs : [])
    .filter((input) => input instanceof z.ZodType)
    .flatMap((input) => fieldsOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })))
}

const procedures = Object.entries<object>(appRouter._def.procedures)

test('no procedure takes a URL: whoever is served cannot have the server ask what they like', () => {
  expect(procedures.length).toBeGreaterThan(20)
  expect(procedures.flatMap(([, procedure]) => fieldsTaken(procedure))).toContain('sessionId')
  for (const [name, procedure] of procedures)
    expect(
      fieldsTaken(procedure).filter((field) => URL_LIKE.test(field)),
      name,
    ).toEqual([])
})
