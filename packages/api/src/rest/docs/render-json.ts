import { type Html, html } from './html.ts'

const TOKEN = /("(?:[^"\\]|\\.)*")(:)?|\b(?:true|false|null)\b|-?\b\d[\d.eE+-]*/g

/** A value as indented JSON, its names, texts and other values told apart. */
export function renderJson(value: unknown): Html[] {
  const text = JSON.stringify(value, null, 2)
  const parts: Html[] = []
  let at = 0
  for (const found of text.matchAll(TOKEN)) {
    const [token, string, colon] = found
    parts.push(
      html`${text.slice(at, found.index)}`,
      html`<span class="${kindOf(string, colon)}">${token}</span>`,
    )
    at = found.index + token.length
  }
  return [...parts, html`${text.slice(at)}`]
}

function kindOf(string: string | undefined, colon: string | undefined): string {
  if (string === undefined) return 'literal'
  return colon === undefined ? 'string' : 'name'
}
