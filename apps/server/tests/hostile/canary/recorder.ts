import { expect } from 'vitest'
import { sendHttp } from '../send.ts'

export interface Reply {
  status: number
  text: string
  data: unknown
}

/** Makes calls of one server, and keeps what it said when it refused or failed, and the secrets that it gave out. */
export class Recorder {
  readonly refusals: string[] = []
  readonly secrets = new Set<string>()
  readonly url: string
  headers: Record<string, string> = {}

  constructor(url: string) {
    this.url = url
  }

  async send(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const all = { authorization: '', ...this.headers, ...headers }
    const { status, text, data } = await sendHttp(this.url + path, {
      method,
      headers: all,
      ...(body === undefined ? {} : { body }),
    })
    if (status >= 400) this.refusals.push(`${status} ${text}`)
    return { status, text, data }
  }

  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply> {
    return this.send('POST', path, JSON.stringify(body), headers)
  }

  /** A call that must be answered with this status. */
  async expect(status: number, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Reply> {
    const reply = await this.send(method, path, body === undefined ? undefined : JSON.stringify(body))
    expect(reply.status, `${method} ${path.slice(0, 80)}: ${reply.text.slice(0, 300)}`).toBe(status)
    return reply
  }
}
