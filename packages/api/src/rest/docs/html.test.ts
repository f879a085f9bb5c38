import { expect, test } from 'vitest'
import { html, inline, paragraphs } from './html.ts'

test('a text is escaped, whatever it is, and markup stays', () => {
  const text = `<script>"&'`
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&lt;script&gt;&quot;&amp;&#39;">&lt;script&gt;&quot;&amp;&#39;</p>',
  )
  expect(html`<ul>${[html`<li>${'<'}</li>`, html`<li>2</li>`]}</ul>`.text).toBe(
    '<ul><li>&lt;</li><li>2</li></ul>',
  )
})

test('null and empty lists are nothing', () => {
  expect(html`a${null}${[]}b${0}`.text).toBe('ab0')
})

test('code and strong words are marked, and escaped', () => {
  expect(html`${inline('**Once.** Send `<id>` & wait')}`.text).toBe(
    '<strong>Once.</strong> Send <code>&lt;id&gt;</code> &amp; wait',
  )
  expect(html`${paragraphs('a\n\nb')}`.text).toBe('<p>a</p><p>b</p>')
})
