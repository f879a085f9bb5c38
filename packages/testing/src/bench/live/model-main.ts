import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { closingEvents, completion, deltaEvent, openingEvents } from '../../model-server/chunks.ts'
import { readRequest } from '../../model-server/read-request.ts'
import { lastUserText, type ModelRequest } from '../../model-server/script.ts'
import { wordAt } from './markdown-words.ts'
import { pace } from './pace.ts'
import { type Plan, readPlan } from './plan.ts'
import { stampNow, stampText } from './stamp.ts'

const TITLE: Plan = { perSecond: 100, count: 1 }

// A model server in a process of its own, whose deltas say when they were written.
const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.destroy(error))
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
process.on('disconnect', () => process.exit())
process.send?.(`http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/v1`)

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (incoming.method === 'GET') return json(response, { object: 'list', data: [{ id: 'paced' }] })
  const request = await readRequest(incoming)
  if (!request) throw new Error('no chat completion in the body')
  if (!request.stream) return json(response, completion(request, { deltas: '' }, ['Title']))
  const plan = isForTitle(request) ? TITLE : (readPlan(lastUserText(request)) ?? TITLE)
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  const write = (events: readonly string[]) => response.write(events.join(''))
  write(openingEvents(request, { deltas: '' }))
  let written = 0
  const nextText = () => (plan.markdown ? wordAt(written++) : stampText(stampNow()))
  const paced = pace(plan, () => write([deltaEvent(request, nextText())]), gone.signal)
  await paced.catch(ignoreWhen(gone.signal))
  response.end(closingEvents(request, { deltas: '' }, plan.count).join(''))
}

function isForTitle({ messages }: ModelRequest): boolean {
  return messages.some(({ content }) => content.startsWith('Write a title'))
}

function ignoreWhen({ aborted }: AbortSignal) {
  return (error: unknown) => {
    if (!aborted) throw error
  }
}

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
