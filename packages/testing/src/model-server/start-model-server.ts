import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { playScript, sendJson } from './play-script.ts'
import { readRequest } from './read-request.ts'
import { defaultReply } from './replies.ts'
import { type RecordedRequest, RequestLog } from './request-log.ts'
import type { ModelRequest, Reply } from './script.ts'

export interface ModelServerOptions {
  /** Ids listed; default `fake-1` and `fake-2`. A function is asked for each listing. */
  models?: readonly string[] | (() => readonly string[])
  /** What to answer; default a short answer made from the last user text. */
  reply?: Reply
  /** Default a free one. */
  port?: number
}

export interface ModelServer {
  /** `http://127.0.0.1:<port>/v1`, for OPENAI_BASE_URL. */
  url: string
  /** `http://127.0.0.1:<port>`, for OLLAMA_BASE_URL: models are listed at `/api/tags` too. */
  origin: string
  /** Chat completions in order of arrival. */
  requests: readonly RecordedRequest[]
  /** Request `n` (from 0) as soon as it has arrived. */
  request(n: number): Promise<RecordedRequest>
  /** How often a list of models was asked for. */
  listings(): number
  /** Replaces the reply for requests still to come. */
  setReply(reply: Reply): void
  /** Requests for a session's title; they are not among `requests` and have a reply of their own, an empty one at first. */
  titleRequests: readonly ModelRequest[]
  setTitleReply(reply: Reply): void
  /** Destroys what is open and frees the port. */
  close(): Promise<void>
}

interface State {
  reply: Reply
  titleReply: Reply
  titleRequests: ModelRequest[]
  models: () => readonly string[]
  listings: number
  closed: boolean
  log: RequestLog
}

/** An OpenAI-compatible model server on 127.0.0.1 that plays scripts over real HTTP and SSE. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  const { models = ['fake-1', 'fake-2'], reply = defaultReply, port = 0 } = options
  const listed = typeof models === 'function' ? models : () => models
  const state: State = {
    reply,
    titleReply: () => ({ deltas: [] }),
    titleRequests: [],
    models: listed,
    listings: 0,
    closed: false,
    log: new RequestLog(),
  }
  const server = createServer((request, response) => {
    void route(state, request, response).catch((error) => response.destroy(error))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return handle(state, server)
}

function handle(state: State, server: Server): ModelServer {
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`
  return {
    url: `${origin}/v1`,
    origin,
    requests: state.log.requests,
    request: (n) => state.log.arrived(n),
    listings: () => state.listings,
    setReply: (reply) => {
      state.reply = reply
    },
    titleRequests: state.titleRequests,
    setTitleReply: (reply) => {
      state.titleReply = reply
    },
    close: () => closeServer(state, server),
  }
}

async function closeServer(state: State, server: Server): Promise<void> {
  if (state.closed) return
  state.closed = true
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}

async function route(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://model').pathname
  if (request.method === 'GET' && path === '/v1/models') return listModels(state, response)
  if (request.method === 'GET' && path === '/api/tags') return listTags(state, response)
  if (request.method === 'POST' && path === '/v1/chat/completions') return answer(state, request, response)
  sendJson({ response }, 404, { error: { message: `no ${request.method} ${path} here` } })
}

function listModels(state: State, response: ServerResponse): void {
  state.listings += 1
  const data = state.models().map((id) => ({ id, object: 'model', created: 1_750_000_000, owned_by: 'fake' }))
  sendJson({ response }, 200, { object: 'list', data })
}

function listTags(state: State, response: ServerResponse): void {
  state.listings += 1
  sendJson({ response }, 200, { models: state.models().map((name) => ({ name, model: name })) })
}

async function answer(state: State, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  let cutByUs = false
  response.on('close', () => gone.abort())
  const request = await readRequest(incoming)
  if (!request) return sendJson({ response }, 400, { error: { message: 'no chat completion in the body' } })
  const asksTitle = isForTitle(request)
  if (asksTitle) state.titleRequests.push(request)
  else state.log.record(request, response, () => cutByUs || state.closed)
  const reply = asksTitle ? state.titleReply : state.reply
  const cut = () => {
    cutByUs = true
    response.destroy()
  }
  await playUntilGone(() => playReply(reply, { request, response, gone: gone.signal, cut }), gone.signal)
}

async function playReply(reply: Reply, stage: Parameters<typeof playScript>[0]): Promise<void> {
  await playScript(stage, await reply(stage.request))
}

/** The product asks a model for a title after a session's first answer. */
function isForTitle({ messages: [first] }: ModelRequest): boolean {
  return first?.role === 'system' && first.content.startsWith('Write a title')
}

/** A connection that goes away ends the play: that is an ending, not an error. */
async function playUntilGone(play: () => Promise<void>, gone: AbortSignal): Promise<void> {
  try {
    await play()
  } catch (error) {
    if (!gone.aborted) throw error
  }
}
