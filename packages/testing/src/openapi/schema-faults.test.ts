import { expect, test } from 'vitest'
import { schemaFaults } from './schema-faults.ts'

const Duck = {
  type: 'object',
  properties: { id: { type: 'string', format: 'uuid' } },
  required: ['id'],
  additionalProperties: false,
}
const faults = schemaFaults({ schemas: { Duck } })
const schema = { type: 'array', items: { $ref: '#/components/schemas/Duck' } }

test('a value that fits has no fault', () => {
  expect(faults(schema, [{ id: '019ac4d2-7b10-7c3e-9a51-3f2e8d6c1b40' }])).toBe('')
})

test.each([
  ['is no UUID', [{ id: 'x' }], 'format'],
  ['is missing', [{}], 'required'],
  ['is not known', [{ id: '019ac4d2-7b10-7c3e-9a51-3f2e8d6c1b40', x: 1 }], 'additional'],
])('what %s is told, also behind a reference', (_what, value, word) => {
  expect(faults(schema, value)).toContain(word)
})
