import { type Answer, ask, postJson } from './ask.ts'
import { firstEvent } from './first-event.ts'
import { codeIn, lastingHeaders, type Outcome, withoutSent } from './outcome.ts'

export interface Call {
  /** The procedure. */
  name: string
  type: 'query' | 'mutation' | 'subscription'
  input: object
}

/** One call by itself; of a subscription the first event, or the error. */
export async function callHttp(url: string, call: Call, headers: Record<string, string>): Promise<Outcome> {
  const { name, type, input } = call
  const at = `${url}/trpc/${name}`
  const query = `${at}?input=${encodeURIComponent(JSON.stringify(input))}`
  if (type === 'mutation') return outcomeOf(await postJson(at, input, headers), input)
  return outcomeOf(type === 'query' ? await ask(query, { headers }) : await firstEvent(query, headers), input)
}

/** The call twice in a batch; what the second came to. */
export async function callInBatch(
  url: string,
  { name, type, input }: Call,
  headers: Record<string, string>,
): Promise<Outcome> {
  const both = { 0: input, 1: input }
  const at = `${url}/trpc/${name},${name}?batch=1`
  const answer =
    type === 'mutation'
      ? await postJson(at, both, headers)
      : await ask(`${at}&input=${encodeURIComponent(JSON.stringify(both))}`, { headers })
  const parsed: unknown = JSON.parse(answer.text)
  const second: unknown = Array.isArray(parsed) ? parsed[1] : parsed
  return { ...outcomeOf(answer, input), code: codeIn(second) }
}

export function outcomeOf({ status, headers, text }: Answer, sent: object): Outcome {
  const code = isJson(text) ? codeIn(JSON.parse(text)) : 'ok'
  return { code, status, headers: lastingHeaders(headers), text: withoutSent(text, sent) }
}

/** A page, or nothing at all, is no error. An event of a subscription comes without the type of what is in it. */
function isJson(text: string): boolean {
  return /^[[{]/.test(text)
}
