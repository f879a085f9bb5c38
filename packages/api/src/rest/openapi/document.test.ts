import { must } from '@duck/protocol'
import { schemaFaults } from '@duck/testing/openapi'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { REST_ROUTES } from '../rest-routes.ts'
import { openApiDocument } from './document.ts'
import type { JsonSchema } from './json-schema.ts'
import type { Json, Operation } from './openapi.ts'

const document = openApiDocument()
const faults = schemaFaults(document.components)
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
)

test('the document is OpenAPI 3.1', async () => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(structuredClone({ ...document }))
  expect(errors ?? []).toEqual([])
  expect([valid, validator.version]).toEqual([true, '3.1'])
})

test('the validator sees what is none', async () => {
  const broken = { ...structuredClone(document), paths: { '/x': { get: { responses: 7 } } } }
  expect((await new Validator().validate(broken)).valid).toBe(false)
})

test('it has every route of the table, and no other', () => {
  const served = REST_ROUTES.map(({ method, path }) => `${method} ${path}`)
  expect(operations.map(([route]) => route).toSorted()).toEqual(served.toSorted())
})

test('what it refers to is there', () => {
  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"([^"]*)"/g)].map(([, reference = '']) => reference)
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    const [, components, kind = '', name = ''] = reference.split('/')
    expect(components).toBe('components')
    expect(Object.keys(Object(Reflect.get(document.components, kind))), reference).toContain(name)
  }
})

test('every field that is sent or comes back is described', () => {
  const bodies = operations.flatMap(([, { requestBody }]) =>
    requestBody ? [schemaIn(requestBody.content)] : [],
  )
  const fields = [...bodies, ...Object.values(document.components.schemas)].flatMap(fieldsOf)
  expect(fields.length).toBeGreaterThan(50)
  expect(fields.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([])
  const parameters = operations.flatMap(([, operation]) => operation.parameters ?? [])
  expect(parameters.filter(({ description }) => description === '')).toEqual([])
})

test.each(operations)('%s: each of its replies fits its schema', (_route, { responses }) => {
  for (const response of Object.values(responses))
    if ('content' in response) expectFitting(must(response.content, 'the body'))
})

test.each(Object.entries(document.components.responses))(
  'the error %s fits its schema',
  (_code, { content }) => {
    expectFitting(must(content, 'the body'))
  },
)

test.each(operations)('%s: what its good examples send fits too', (route, operation) => {
  const good = goodExamples(operation)
  expect(good.length, route).toBeGreaterThan(0)
  for (const name of good) {
    const sent = operation.requestBody?.content['application/json']
    if (sent) expect(faults(sent.schema, sent.examples?.[name]?.value)).toBe('')
    for (const { schema, examples } of operation.parameters ?? [])
      if (examples?.[name]) expect(faults(schema, examples[name].value)).toBe('')
  }
})

/** The names of those that end with a reply of success, or one without a body. */
function goodExamples({ responses, parameters = [], requestBody }: Operation): string[] {
  const sent = [
    requestBody?.content['application/json'].examples,
    ...parameters.map(({ examples }) => examples),
  ]
  const all = new Set(sent.flatMap((examples) => Object.keys(examples ?? {})))
  const refused = Object.entries(responses).flatMap(([status, response]) =>
    Number(status) >= 400 && 'content' in response
      ? Object.keys(response.content?.['application/json'].examples ?? {})
      : [],
  )
  return [...all].filter((name) => !refused.includes(name))
}

function expectFitting({ 'application/json': { schema, examples = {} } }: Json): void {
  const values = Object.values(examples).map(({ value }) => value)
  expect(values.length).toBeGreaterThan(0)
  for (const value of values) expect(faults(schema, value)).toBe('')
}

function schemaIn(content: Json): JsonSchema {
  return content['application/json'].schema
}

function fieldsOf(schema: JsonSchema): [name: string, field: JsonSchema][] {
  const own = Object.entries(schema.properties ?? {})
  return [...own, ...own.flatMap(([, field]) => fieldsOf(field))]
}
