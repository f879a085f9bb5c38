import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'

/** A subscription over SSE that has said something; resolves when it is over. */
export async function openEvents(
  url: string,
  headers: Record<string, string>,
): Promise<{ closed: Promise<unknown> }> {
  const sent = get(`${url}/trpc/sync.subscribe?input={}`, {
    headers: { ...headers, accept: 'text/event-stream' },
  })
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const closed = new Promise((resolve) => response.once('close', resolve))
  response.on('error', () => {})
  await new Promise<void>((resolve) => {
    let text = ''
    response.once('close', resolve)
    response.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('"ready"')) resolve()
    })
  })
  return { closed }
}
