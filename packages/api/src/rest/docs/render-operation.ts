import type { OpenApi, Response } from '../openapi/openapi.ts'
import { type PlacedOperation, readExamples } from '../openapi/read-examples.ts'
import { type Html, html, inline, paragraphs } from './html.ts'
import { renderExample, renderStatus } from './render-example.ts'
import { renderParameters, renderProperties } from './render-fields.ts'
import { renderType } from './render-type.ts'

/** One route: what it does, takes and answers, beside its examples. */
export function renderOperation(shown: PlacedOperation, { components }: OpenApi): Html {
  const { method, path, operation } = shown
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const inPlace = (place: string) => parameters.filter((each) => each.in === place)
  const body = requestBody?.content['application/json'].schema
  return html`<article id="${operationId}">
<h3><a href="#${operationId}">${summary}</a></h3>
<p class="route"><b class="method ${method.toLowerCase()}">${method}</b> <code>${brokenPath(path)}</code></p>
<div class="sides"><div class="says">${paragraphs(description)}
${renderParameters('Path', inPlace('path'))}${renderParameters('Query', inPlace('query'))}${renderParameters('Headers', inPlace('header'))}
${body ? html`<h4>Body</h4>${renderProperties(body, true)}` : null}
<h4>Replies</h4><dl class="replies">${Object.entries(responses).map(([status, response]) => renderResponse(status, response, components))}</dl>
</div><div class="shows">${readExamples(shown).map((example, n) => renderExample(example, n === 0))}</div></div>
</article>`
}

/** A long path may be broken before its parts. */
function brokenPath(path: string): Html[] {
  return path.split(/(?=\/)/).map((part) => html`<wbr>${part}`)
}

function renderResponse(
  status: string,
  response: Response | { $ref: string },
  components: OpenApi['components'],
): Html | null {
  if ('$ref' in response) return renderError(status, response.$ref, components)
  const { description, content, headers = {} } = response
  const type =
    content && Number(status) < 400
      ? html` <span class="type">${renderType(content['application/json'].schema)}</span>`
      : null
  const told = Object.entries(headers).map(
    ([name, each]) => html`<dd><code>${name}</code>: ${inline(each.description)}</dd>`,
  )
  return html`<div><dt>${renderStatus(status)}${type}</dt><dd>${inline(description)}</dd>${told}</div>`
}

/** What every route answers alike is said once, below. */
function renderError(status: string, reference: string, { responses }: OpenApi['components']): Html | null {
  const code = reference.replace(/.*\//, '')
  if (!responses[code]) return null
  return html`<div class="common"><dt><a class="status s${status[0] ?? ''}" href="#${code}">${status}</a></dt><dd>${code}</dd></div>`
}
