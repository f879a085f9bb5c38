import { request } from 'node:http'
import { text as wholeText } from 'node:stream/consumers'

/** An answer as it came, headers in lower case. */
export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

export interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string | undefined
}

/** One request with these headers and no others, which `fetch` would not let through: Host, Origin, Sec-Fetch-Site. */
export function ask(url: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // Node leaves it out where a body is not usual.
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request(url, { method, headers: { ...length, ...headers } }, (response) => {
      const { statusCode: status = 0, headers: told } = response
      wholeText(response).then((text) => resolve({ status, headers: told, text }), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A POST of JSON. */
export function postJson(url: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
