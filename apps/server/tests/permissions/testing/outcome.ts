/** What a call came to, in a form that can be compared with another's. */
export interface Outcome {
  /** 'ok', or the error's code. */
  code: string
  /** Of HTTP; 0 over a WebSocket. */
  status: number
  headers: Record<string, unknown>
  /** The whole of it, without the ids that were sent. */
  text: string
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
/** They differ between any two answers. */
const PASSING = new Set(['date', 'keep-alive'])

/** `text` without the ids that stand in what was sent: each is its number in there. */
export function withoutSent(text: string, sent: object): string {
  const ids = [...new Set(JSON.stringify(sent).match(UUID))]
  return ids.reduce((left, id, n) => left.replaceAll(id, `<sent ${n}>`), text)
}

export function lastingHeaders(headers: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !PASSING.has(name)))
}

/** The code in tRPC's or REST's answer to one call; 'ok' for one that was performed. */
export function codeIn(body: unknown): string {
  const { error, code } = fieldsOf(body)
  if (error !== undefined) return String(fieldsOf(fieldsOf(error).data).code ?? fieldsOf(error).code)
  // As an event of a subscription that ended with an error.
  const { code: ended, httpStatus } = fieldsOf(fieldsOf(body).data)
  return httpStatus !== undefined && code !== undefined ? String(ended) : 'ok'
}

export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
