import { get } from 'node:http'
import type { Answer } from './ask.ts'

/** What a subscription over SSE says first, or its error; then it is left. */
export function firstEvent(url: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { headers: { ...headers, accept: 'text/event-stream' } }, (response) => {
      const { statusCode: status = 0, headers: told } = response
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        const event = status === 200 ? eventIn(text) : undefined
        if (event === undefined) return
        resolve({ status, headers: told, text: event })
        sent.destroy()
      })
      response.on('end', () => resolve({ status, headers: told, text }))
      response.on('error', () => {})
    })
    sent.on('error', reject)
  })
}

/** The data of the first block that is no greeting. */
function eventIn(text: string): string | undefined {
  const blocks = text.split('\n\n').slice(0, -1)
  const block = blocks.find((each) => /^data:/m.test(each) && !/^event: (connected|ping)/m.test(each))
  return block === undefined ? undefined : /^data: ?(.*)$/m.exec(block)?.[1]
}
