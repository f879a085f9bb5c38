import type { ReadExample } from '../openapi/read-examples.ts'
import { curlLine } from './curl-line.ts'
import { type Html, html } from './html.ts'
import { renderJson } from './render-json.ts'

/** An example: the call as a line for curl, and its reply. */
export function renderExample(example: ReadExample, isOpen: boolean): Html {
  const { summary, status, reply } = example
  return html`<details ${isOpen ? 'open' : null}>
<summary>${summary} ${renderStatus(status)}</summary>
<pre class="curl"><code>${curlLine(example)}</code></pre>
${reply === undefined ? null : renderReply(reply)}
</details>`
}

export function renderReply(reply: unknown): Html {
  return html`<pre><code>${renderJson(reply)}</code></pre>`
}

export function renderStatus(status: number | string): Html {
  return html`<b class="status s${String(status).charAt(0)}">${status}</b>`
}
