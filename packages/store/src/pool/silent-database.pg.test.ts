import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { useTestDatabase } from '@duck/testing/database'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { createSession } from '../session/create.ts'
import { outcome } from '../testing/outcome.ts'
import { draft } from '../testing/rows.ts'

const database = useTestDatabase()
const ANSWER_MS = 10_000

/** The way to Postgres, until it is silenced: then nothing passes, and nobody is told. */
async function startRelay(port: number) {
  const sockets: Socket[] = []
  const server = createServer((client) => {
    const upstream = dial(port, '127.0.0.1')
    for (const socket of [client, upstream]) socket.on('error', () => {})
    client.pipe(upstream).pipe(client)
    sockets.push(client, upstream)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => sockets.forEach((socket) => void socket.unpipe().pause()),
  }
}

test('a database that falls silent is told as 503 within 10 s, and the pool is whole afterwards', async () => {
  const relay = await startRelay(Number(new URL(database.url).port))
  const url = new URL(database.appUrl)
  url.port = String(relay.port)
  const db = await connect(url.href)
  await createSession(db, { id: 'silent', userId: 'local' })
  await appendMessage(db, draft('silent'))
  relay.silence()
  const input = draft('silent')
  const { ms, was } = await outcome(appendMessage(db, input))
  expect(was).toBe('SERVICE_UNAVAILABLE database-away')
  expect(ms).toBeLessThanOrEqual(ANSWER_MS)
  expect((await appendMessage(db, input)).message.messageIndex).toBe(1)
  expect(db.batches.use()).toEqual({ size: 2, inUse: 0, waiting: 0 })
  expect(db.lanes.waiting).toBe(0)
  await db.close()
})
