import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { must } from '@duck/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { BoundedWebSocket } from './bounded-web-socket.ts'

const CHUNK = 'x'.repeat(64 * 1024)
const MIB = 1024 * 1024

/** A server's socket and the client at its other end, which does not read. */
async function pausedReader(): Promise<{ socket: BoundedWebSocket; reader: WebSocket }> {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: BoundedWebSocket })
  await once(wss, 'listening')
  const connected = once(wss, 'connection')
  const reader = new WebSocket(`ws://127.0.0.1:${(wss.address() as AddressInfo).port}`)
  const [socket] = (await connected) as [BoundedWebSocket]
  await once(reader, 'open')
  reader.pause()
  onTestFinished(() => {
    reader.terminate()
    wss.close()
  })
  return { socket: must(socket, 'the socket'), reader }
}

/** Sends until more than `bytes` wait. */
function fill(socket: BoundedWebSocket, bytes: number): void {
  while (socket.readyState === WebSocket.OPEN && socket.bufferedAmount <= bytes) socket.send(CHUNK)
}

test('for a reader that does not read at most 1 MiB waits, then it is cut off', async () => {
  const { socket } = await pausedReader()
  fill(socket, MIB)
  expect(socket.bufferedAmount).toBeLessThan(MIB + 2 * CHUNK.length)
  const closed = once(socket, 'close')
  socket.send(CHUNK)
  await closed
})

test('drained waits for the reader to read', async () => {
  const { socket, reader } = await pausedReader()
  fill(socket, MIB / 2)
  let drained = false
  const waiting = must(socket.drained(), 'something to wait for').then(() => {
    drained = true
  })
  expect(drained).toBe(false)
  reader.resume()
  await waiting
  expect(socket.bufferedAmount).toBeLessThan(MIB / 2)
  expect(socket.drained()).toBeNull()
})

test('drained does not wait for a reader that has gone', async () => {
  const { socket, reader } = await pausedReader()
  fill(socket, MIB / 2)
  const waiting = socket.drained()
  reader.terminate()
  await waiting
  expect(socket.drained()).toBeNull()
})
