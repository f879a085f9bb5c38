import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import { GatedWebSocket, gateEncoder } from './gated-web-socket.ts'

function textOf(data: RawData): string {
  return Buffer.isBuffer(data) ? data.toString() : ''
}

const CALL = { method: 'subscription', params: { path: 'sync.subscribe' } }

/** A server that does with messages what tRPC does: it decodes where one comes, and encodes where it sends. */
async function server() {
  const wss = new WebSocketServer({ port: 0, host: '127.0.0.1', WebSocket: GatedWebSocket })
  const sockets: GatedWebSocket[] = []
  const through: [socket: number, calls: unknown][] = []
  wss.on('connection', (socket) => {
    sockets.push(socket)
    socket.listenFirst()
    socket.on('message', (data) => through.push([sockets.indexOf(socket), gateEncoder.decode(textOf(data))]))
  })
  onTestFinished(() => wss.close())
  await once(wss, 'listening')
  const { port } = wss.address() as AddressInfo
  const client = async () => {
    const opened = new WebSocket(`ws://127.0.0.1:${port}`)
    onTestFinished(() => opened.terminate())
    const heard: unknown[] = []
    opened.on('message', (data) => heard.push(JSON.parse(textOf(data))))
    await once(opened, 'open')
    const call = (id: number) => opened.send(JSON.stringify({ id, ...CALL }))
    return { call, heard }
  }
  const respond = (socket: number, response: object) =>
    sockets[socket]?.send(String(gateEncoder.encode(response)))
  return { through, respond, client }
}

test('one encoder keeps the calls of each socket apart', async () => {
  const { through, respond, client } = await server()
  const [a, b] = [await client(), await client()]
  a.call(1)
  b.call(1)
  await expect.poll(() => through.length).toBe(2)
  expect(through).toContainEqual([0, [expect.objectContaining({ id: 1 })]])
  expect(through).toContainEqual([1, [expect.objectContaining({ id: 1 })]])

  a.call(1)
  await expect.poll(() => a.heard).toMatchObject([{ id: 1, error: { data: { code: 'BAD_REQUEST' } } }])
  expect(through.at(-1)).toEqual([0, []])

  respond(1, { id: 1, result: { type: 'stopped' } })
  await expect.poll(() => b.heard).toEqual([{ id: 1, result: { type: 'stopped' } }])
  b.call(1)
  await expect.poll(() => through.at(-1)).toMatchObject([1, [{ id: 1 }]])
  a.call(1)
  await expect.poll(() => through.at(-1)).toEqual([0, []])
  expect(b.heard).toHaveLength(1)
})
