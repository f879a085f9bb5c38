import type { ReadExample } from '../openapi/read-examples.ts'

/** The request as a line for a shell in which `DUCK` is the server's address and `ME` a header that signs in. */
export function curlLine({ method, url, headers, body }: ReadExample): string {
  const isPlain = method === 'GET' || method === 'POST'
  const parts = [
    `curl ${isPlain ? '' : `-X ${method} `}"$DUCK${url}" -H "$ME"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : ["-H 'content-type: application/json'", `-d ${quote(JSON.stringify(body))}`]),
  ]
  return parts.join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
