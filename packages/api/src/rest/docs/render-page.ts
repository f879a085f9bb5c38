import { ERROR_CODES, HTTP_STATUS } from '@duck/protocol'
import type { OpenApi, Response } from '../openapi/openapi.ts'
import { operationsIn, type PlacedOperation } from '../openapi/read-examples.ts'
import { type Html, html, inline, paragraphs } from './html.ts'
import { renderReply, renderStatus } from './render-example.ts'
import { renderProperties } from './render-fields.ts'
import { renderOperation } from './render-operation.ts'

/** The document as a page for people. It holds nothing but the document, and asks no other host for anything. */
export function renderPage(document: OpenApi, style: string): string {
  const { info, components } = document
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<link rel="icon" href="/duck.svg" type="image/svg+xml">
<script src="/theme.js"></script>
STYLE
</head>
<body>
<a class="skip" href="#main">To the routes</a>
<header><img src="/duck.svg" alt="" width="40" height="40"><h1>${info.title} API</h1>
<p><span>Version ${info.version}</span> <a href="/api/openapi.json">openapi.json</a> <a href="/">To the chats</a></p></header>
<div class="page">
<nav aria-label="Contents">${renderContents(document)}</nav>
<main id="main">
<section class="intro">${paragraphs(info.description)}
<p>In the examples <code>$DUCK</code> is the address of this server and <code>$ME</code> is <code>Authorization: Bearer …</code>. Each follows from those before it.</p></section>
${document.tags.map(
  ({ name, description }) => html`<section id="${name}"><h2>${titleOf(name)}</h2><p>${inline(description)}</p>
${operationsOf(document, name).map((shown) => renderOperation(shown, document))}</section>`,
)}
<section id="types"><h2>Types</h2><p>Times are ISO 8601 in UTC, to the millisecond.</p>
${Object.entries(components.schemas).map(([name, schema]) => html`<article id="${name}"><h3><a href="#${name}">${name}</a></h3>${renderProperties(schema, false)}</article>`)}</section>
<section id="errors"><h2>Errors</h2><p>The body is an <a href="#Error">Error</a>. After any 4xx the data is as it was.</p>
<dl class="errors">${Object.entries(components.responses).map(renderError)}</dl></section>
</main></div>
</body>
</html>
`
  return page.text.replace('STYLE', () => `<style>${style}</style>`)
}

/** The routes of one tag, in the order of the document. */
function operationsOf(document: OpenApi, tag: string): PlacedOperation[] {
  return operationsIn(document).filter(({ operation }) => operation.tags.includes(tag))
}

function renderContents(document: OpenApi): Html {
  const link = (id: string, text: string | Html) => html`<li><a href="#${id}">${text}</a></li>`
  const routes = document.tags.map(({ name }) => {
    const links = operationsOf(document, name).map(({ method, operation }) =>
      link(
        operation.operationId,
        html`<b class="method ${method.toLowerCase()}">${method}</b> ${operation.summary}`,
      ),
    )
    return html`<h2><a href="#${name}">${titleOf(name)}</a></h2><ul>${links}</ul>`
  })
  const types = Object.keys(document.components.schemas).map((name) => link(name, name))
  return html`${routes}<h2><a href="#types">Types</a></h2><ul class="types">${types}</ul><h2><a href="#errors">Errors</a></h2>`
}

function renderError([code, response]: [string, Response]): Html {
  const { description, headers = {}, content } = response
  const examples = Object.values(content?.['application/json'].examples ?? {})
  const told = Object.entries(headers).map(
    ([name, each]) => html`<dd><code>${name}</code>: ${inline(each.description)}</dd>`,
  )
  return html`<div id="${code}"><dt>${renderStatus(statusOf(code))} <code>${code}</code></dt><dd>${inline(description)}</dd>${told}
<dd>${examples.map(({ value }) => renderReply(value))}</dd></div>`
}

function statusOf(code: string): number | string {
  return ERROR_CODES.flatMap((each) => (each === code ? [HTTP_STATUS[each]] : []))[0] ?? ''
}

/** `session` → `Sessions`. */
function titleOf(tag: string): string {
  return `${tag.charAt(0).toUpperCase()}${tag.slice(1)}s`
}
