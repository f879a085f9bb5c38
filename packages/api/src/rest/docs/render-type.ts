import type { JsonSchema } from '../openapi/json-schema.ts'
import { type Html, html } from './html.ts'

const FORMATS: Record<string, string> = { uuid: 'UUID', 'date-time': 'time' }

/** What a value may be, in a few words; a type that has a name leads to it. */
export function renderType(schema: JsonSchema): Html {
  const { $ref, anyOf, items, enum: values, type } = schema
  if ($ref !== undefined) {
    const name = $ref.replace(/.*\//, '')
    return html`<a href="#${name}">${name}</a>`
  }
  if (items) return html`${renderType(items)}[]`
  if (anyOf) return joined(anyOf.map(renderType))
  if (values) return joined(values.map((value) => html`${JSON.stringify(value)}`))
  const format = FORMATS[schema.format ?? '']
  return joined([type ?? 'any'].flat().map((each) => html`${each === 'string' && format ? format : each}`))
}

function joined(types: readonly Html[]): Html {
  return html`${types.map((type, n) => html`${n > 0 ? ' | ' : null}${type}`)}`
}
