import type { JsonSchema } from '../openapi/json-schema.ts'
import type { Parameter } from '../openapi/openapi.ts'
import { type Html, html, inline } from './html.ts'
import { renderType } from './render-type.ts'

interface Field {
  name: string
  schema: JsonSchema
  description: string
  required: boolean
}

/** The fields of an object that is sent, or comes back. Which ones must be sent is said where `marked`. */
export function renderProperties({ properties = {}, required = [] }: JsonSchema, marked: boolean): Html {
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    description: schema.description ?? '',
    required: marked && required.includes(name),
  }))
  return renderFields(fields)
}

/** What a route takes from one part of a request; nothing where there is nothing. */
export function renderParameters(title: string, parameters: readonly Parameter[]): Html | null {
  if (parameters.length === 0) return null
  return html`<h4>${title}</h4>${renderFields(parameters)}`
}

function renderFields(fields: readonly Field[]): Html {
  return html`<dl class="fields">${fields.map(renderField)}</dl>`
}

function renderField({ name, schema, description, required }: Field): Html {
  const mark = required ? html` <em>required</em>` : null
  return html`<div><dt><code>${name}</code> <span class="type">${renderType(schema)}</span>${mark}</dt>
<dd>${inline(description)}</dd>${renderInner(schema)}</div>`
}

/** The fields of an object that has no name of its own. */
function renderInner(schema: JsonSchema): Html | null {
  return schema.properties ? html`<dd>${renderProperties(schema, false)}</dd>` : null
}
