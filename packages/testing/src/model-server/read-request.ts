import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ModelRequest, RequestMessage } from './script.ts'

type Fields = Partial<Record<string, unknown>>

/** The chat completion in the body, or null when there is none. */
export async function readRequest(incoming: IncomingMessage): Promise<ModelRequest | null> {
  const body = parse(await text(incoming))
  if (!isFields(body) || typeof body.model !== 'string' || !Array.isArray(body.messages)) return null
  return {
    model: body.model,
    messages: body.messages.map(readMessage),
    stream: body.stream === true,
    includeUsage: isFields(body.stream_options) && body.stream_options.include_usage === true,
    authorization: incoming.headers.authorization ?? null,
    body,
  }
}

function readMessage(message: unknown): RequestMessage {
  if (!isFields(message)) return { role: 'unknown', content: '' }
  return { role: String(message.role), content: contentText(message.content) }
}

/** Content is a string or a list of parts; of those the text parts count. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part) => (isFields(part) && typeof part.text === 'string' ? part.text : '')).join('')
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
