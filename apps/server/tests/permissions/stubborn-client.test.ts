import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { postJson } from './testing/ask.ts'
import { type Credential, signInAgain, signUp } from './testing/people.ts'
import { quick, SETTINGS } from './testing/settings.ts'

const server = useApp(quick, SETTINGS)

/** A WebSocket spoken by hand: it never answers that it is being closed. */
async function openStubborn(
  url: string,
  { authorization }: Credential,
): Promise<{ socket: Socket; heard: () => string }> {
  const { host, port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  let heard = ''
  socket.on('data', (data) => {
    heard += data.toString('latin1')
  })
  const lines = ['GET /trpc HTTP/1.1', `Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade']
  const key = randomBytes(16).toString('base64')
  lines.push('Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${key}`, `Authorization: ${authorization}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  await expect.poll(() => heard).toContain('101 Switching Protocols')
  return { socket, heard: () => heard }
}

/** A text frame, masked with zeros. */
function frameOf(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message))
  return Buffer.concat([Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0]), text])
}

test('what is signed out can do nothing more, even where the client does not let the socket be closed', async () => {
  const { url } = server.app
  const user = await signUp(url, uuidv7())
  const { rpc, close } = createTestClient(url, { ...user.credential })
  const { id: sessionId } = await rpc.session.create.mutate({})
  await close()
  const credential = await signInAgain(url, user.credential)
  const { socket, heard } = await openStubborn(url, credential)
  const append = (id: number) => {
    const input = { sessionId, id: uuidv7(), role: 'user', content: 'Quack' }
    return frameOf({ id, method: 'mutation', params: { path: 'message.append', input } })
  }
  socket.write(append(1))
  await expect.poll(heard).toContain('"messageIndex":0')
  const began = performance.now()
  await postJson(`${url}/api/auth/sign-out`, {}, { ...credential })
  await expect.poll(heard, { interval: 5 }).toContain('signed out')
  socket.write(append(2))
  await once(socket, 'close')
  expect(await server.sql`select message_index from messages where session_id = ${sessionId}`).toHaveLength(1)
  expect(heard()).not.toContain('"id":2')
  expect(performance.now() - began).toBeLessThan(5_000)
})
