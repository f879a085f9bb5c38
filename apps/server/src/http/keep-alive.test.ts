import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { keepAlive } from './keep-alive.ts'

async function serve(patience: Parameters<typeof keepAlive>[1]): Promise<string> {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const pings = keepAlive(wss, patience)
  onTestFinished(() => {
    pings[Symbol.dispose]()
    for (const socket of wss.clients) socket.terminate()
    wss.close()
  })
  await once(wss, 'listening')
  return `ws://127.0.0.1:${(wss.address() as AddressInfo).port}`
}

test('a silent socket that answers pings stays, one that does not is given up', async () => {
  const url = await serve({ pingMs: 1_000, pongMs: 1_000 })
  const answering = new WebSocket(url)
  const mute = new WebSocket(url, { autoPong: false })
  const pinged = once(answering, 'ping')
  await once(mute, 'close')
  await pinged
  await once(answering, 'ping')
  expect(answering.readyState).toBe(WebSocket.OPEN)
})
