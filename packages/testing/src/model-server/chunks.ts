import type { ModelRequest, Script, ScriptEnd } from './script.ts'

const HUGE_LINE_UNITS = 10 * 1024 * 1024
const CREATED = 1_750_000_000

interface Choice {
  delta: { role?: 'assistant'; content?: string; reasoning_content?: string }
  finish_reason: 'stop' | 'length' | 'content_filter' | null
}

/** The SSE events that begin an answer. */
export function openingEvents(request: ModelRequest, script: Script): string[] {
  const role = chunk(request, { delta: { role: 'assistant', content: '' }, finish_reason: null })
  if (script.reasoning === undefined) return [role]
  return [role, chunk(request, { delta: { reasoning_content: script.reasoning }, finish_reason: null })]
}

export function deltaEvent(request: ModelRequest, content: string): string {
  return chunk(request, { delta: { content }, finish_reason: null })
}

/** The SSE events after the last delta, for the ends that are events. */
export function closingEvents(request: ModelRequest, script: Script, deltas: number): string[] {
  const finish = finishEvents(request, deltas)
  const ends: Record<ScriptEnd, () => string[]> = {
    done: () => finish('stop'),
    length: () => finish('length'),
    'content-filter': () => finish('content_filter'),
    'huge-line': () => [deltaEvent(request, 'x'.repeat(HUGE_LINE_UNITS)), ...finish('stop')],
    garbage: () => ['data: {"choices": [{"delta": oops\n\n'],
    'done-only': () => ['data: [DONE]\n\n'],
    error: () => [event({ error: errorBody(script) })],
    'no-finish': () => [],
    cut: () => [],
    hang: () => [],
  }
  return ends[script.end ?? 'done']()
}

/** The body of `stream: false`. */
export function completion(request: ModelRequest, script: Script, pieces: readonly string[]): object {
  const finish_reason = script.end === 'length' ? 'length' : 'stop'
  const message = { role: 'assistant', content: pieces.join('') }
  const choices = [{ index: 0, message, finish_reason }]
  return { ...head(request, 'chat.completion'), choices, usage: usage(request, pieces.length) }
}

/** The `error` object as OpenAI words it. */
export function errorBody(script: Script): object {
  return {
    type: 'fake_error',
    param: null,
    code: null,
    ...(script.error ?? { message: `the fake model server answers ${script.status ?? 'an error'}` }),
  }
}

function finishEvents(request: ModelRequest, deltas: number) {
  return (finish_reason: Choice['finish_reason']) => {
    const last = chunk(request, { delta: {}, finish_reason })
    const counted = event({
      ...head(request, 'chat.completion.chunk'),
      choices: [],
      usage: usage(request, deltas),
    })
    return [last, ...(request.includeUsage ? [counted] : []), 'data: [DONE]\n\n']
  }
}

/** One token a delta, and one a word of the prompt. */
function usage(request: ModelRequest, deltas: number): object {
  const prompt = request.messages.reduce((sum, { content }) => sum + content.split(/\s+/).length, 0)
  return { prompt_tokens: prompt, completion_tokens: deltas, total_tokens: prompt + deltas }
}

function chunk(request: ModelRequest, choice: Choice): string {
  return event({ ...head(request, 'chat.completion.chunk'), choices: [{ index: 0, ...choice }] })
}

function head(request: ModelRequest, object: string): object {
  return { id: 'chatcmpl-fake', object, created: CREATED, model: request.model }
}

function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}
