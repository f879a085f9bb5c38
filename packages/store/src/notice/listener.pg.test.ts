import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../db.ts'
import { isServerConnected } from '../server/beat.ts'
import { startListener } from '../testing/start-listener.ts'
import { useDb } from '../testing/use-db.ts'
import { sendNotices } from './send-notices.ts'

const store = useDb()

/** The listener's connection ends without its knowledge. */
async function cutLifeline(serverId: string): Promise<void> {
  const cut = await store.sql`
    select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and (classid::bigint << 32 | objid::bigint) = server_lock_key(${serverId})`
  expect(cut).toHaveLength(1)
}

/** The way to a port where somebody accepts connections and says nothing, or to one where nobody is. */
async function nowhere(silent: boolean): Promise<string> {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = new URL(store.db.listenUrl ?? '')
  url.port = String((server.address() as AddressInfo).port)
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  if (silent) onTestFinished(close)
  else await close()
  return url.href
}

test('what another process sends in one go is heard once each, in order, from the start on', async () => {
  const other = await connect(store.db.listenUrl ?? '')
  onTestFinished(() => other.close())
  const { told } = await startListener(store.db)
  await sendNotices(other, ['one', 'two', 'three'])
  await sendNotices(other, ['four'])
  await expect.poll(() => told).toEqual(['up', 'heard one', 'heard two', 'heard three', 'heard four'])
})

test('a notice may be as long as it is allowed to be', async () => {
  const { told } = await startListener(store.db)
  const longest = 'x'.repeat(7_900)
  await sendNotices(store.db, [longest])
  await expect.poll(() => told).toEqual(['up', `heard ${longest}`])
})

test('the connection of a listener is its lifeline until it closes, and its end is nobody’s loss', async () => {
  const { listener, serverId, told } = await startListener(store.db)
  expect(await isServerConnected(store.db, serverId)).toBe(true)
  await listener.close()
  await expect.poll(() => isServerConnected(store.db, serverId)).toBe(false)
  expect(told).toEqual(['up'])
})

test('a connection that is lost is told once, replaced, and what is sent then is heard', async () => {
  const { serverId, told } = await startListener(store.db)
  await cutLifeline(serverId)
  await expect.poll(() => told).toEqual(['up', 'down', 'up'])
  expect(await isServerConnected(store.db, serverId)).toBe(true)
  await sendNotices(store.db, ['back'])
  await expect.poll(() => told).toEqual(['up', 'down', 'up', 'heard back'])
  await cutLifeline(serverId)
  await expect.poll(() => told.slice(4)).toEqual(['down', 'up'])
})

test.each([
  ['refuses', false],
  ['is silent', true],
])(
  'where the other side %s, a start ends, and it is told once that nothing is heard',
  async (_name, silent) => {
    const db = await connect(store.db.listenUrl ?? '', { listenUrl: await nowhere(silent) })
    onTestFinished(() => db.close())
    const { told } = await startListener(db)
    expect(told).toEqual(['down'])
  },
)
