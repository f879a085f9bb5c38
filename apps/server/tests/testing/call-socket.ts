import { once } from 'node:events'
import { TEST_HEADERS } from '@duck/testing/database'
import { WebSocket } from 'ws'

/** What came back for a call, as it stands in the frame. */
export interface Answer {
  id: number | string | null
  result?: { type: string; data?: unknown }
  error?: { message: string; data: Record<string, unknown> }
}

export interface CallSocket {
  socket: WebSocket
  /** All that came so far. */
  answers: Answer[]
  /** Sends it as it is. */
  send: (message: unknown) => void
}

/** A WebSocket on which a test says frames as it likes; of the user of the tests unless told otherwise. */
export async function openCallSocket(url: string, headers = TEST_HEADERS): Promise<CallSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers })
  const answers: Answer[] = []
  socket.on('message', (data: Buffer) => answers.push(JSON.parse(data.toString()) as Answer))
  await once(socket, 'open')
  return { socket, answers, send: (message) => socket.send(JSON.stringify(message)) }
}
