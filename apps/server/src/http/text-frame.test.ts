import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { BoundedWebSocket } from './bounded-web-socket.ts'
import { isTextFrame, textFrame } from './text-frame.ts'

/** Sends the messages and gives what the client at the other end read. */
async function echo(messages: readonly (string | Buffer)[]): Promise<string[]> {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: BoundedWebSocket })
  onTestFinished(() => {
    wss.close()
  })
  await once(wss, 'listening')
  wss.on('connection', (socket: BoundedWebSocket, request) => {
    socket.carriedBy(request.socket)
    for (const message of messages) socket.send(message)
    socket.close()
  })
  const client = new WebSocket(`ws://127.0.0.1:${(wss.address() as AddressInfo).port}`)
  const read: string[] = []
  client.on('message', (data: Buffer, isBinary: boolean) => {
    expect(isBinary).toBe(false)
    read.push(data.toString())
  })
  await once(client, 'close')
  return read
}

test('a frame of every length, between other messages, is read as the text that it was made of', async () => {
  const texts = [0, 1, 125, 126, 65_535, 65_536, 70_000].map((length) => 'x'.repeat(length))
  const sent = texts.flatMap((text) => [textFrame(text), `after ${text.length}`])
  const read = texts.flatMap((text) => [text, `after ${text.length}`])
  expect(await echo([...sent, textFrame('🦆 ü')])).toEqual([...read, '🦆 ü'])
})

test('other bytes are no frame', () => {
  expect(isTextFrame(textFrame('x'))).toBe(true)
  expect(isTextFrame(Buffer.from([0x81, 1, 0x78]))).toBe(false)
})
