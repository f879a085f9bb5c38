import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** Gives what of a value does not fit a schema of an OpenAPI document whose `components` these are; '' for nothing. */
export function schemaFaults(components: object): (schema: object, value: unknown) => string {
  const ajv = addFormats.default(new Ajv2020({ allErrors: true, allowUnionTypes: true }))
  ajv.addKeyword('components')
  ajv.addSchema({ $id: 'duck:/', components })
  return (schema, value) => {
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"duck:/#/')
    return ajv.validate(JSON.parse(text) as object, value) ? '' : ajv.errorsText()
  }
}
