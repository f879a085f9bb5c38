import { uuidv7 } from '@duck/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, openConnection } from '../pool/connection.ts'
import { useDb } from '../testing/use-db.ts'
import { isServerConnected } from './beat.ts'

const store = useDb()

/** A connection that is the lifeline of the server. */
async function holdLifeline(serverId: string): Promise<Connection> {
  const connection = openConnection({ url: store.db.listenUrl ?? '', prepare: false })
  onTestFinished(() => connection.end())
  await connection.sql`select hold_lifeline(${serverId})`
  return connection
}

test('a server is connected as long as its lifeline stands, however often others look', async () => {
  const serverId = uuidv7()
  expect(await isServerConnected(store.db, serverId)).toBe(false)
  const lifeline = await holdLifeline(serverId)
  for (let look = 0; look < 3; look++) expect(await isServerConnected(store.db, serverId)).toBe(true)
  expect(await isServerConnected(store.db, uuidv7())).toBe(false)
  lifeline.cut()
  await expect.poll(() => isServerConnected(store.db, serverId)).toBe(false)
})

test('a lifeline whose connection is ended from the other side is gone too', async () => {
  const serverId = uuidv7()
  const { sql } = await holdLifeline(serverId)
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`
  await store.sql`select pg_terminate_backend(${row?.pid ?? 0}, 5000)`
  expect(await isServerConnected(store.db, serverId)).toBe(false)
})

test('a new lifeline need not wait for an old one that nobody has missed yet, and outlives it', async () => {
  const serverId = uuidv7()
  const old = await holdLifeline(serverId)
  await holdLifeline(serverId)
  await old.end()
  expect(await isServerConnected(store.db, serverId)).toBe(true)
})

test('of two watchers that look in the same moment one finds a dead server gone, and both a living one there', async () => {
  const [dead, alive] = [uuidv7(), uuidv7()]
  await holdLifeline(alive)
  const watch = (serverId: string) => store.sql`select is_server_connected(${serverId}) as connected`
  await store.sql.begin(async (tx) => {
    expect(await tx`select is_server_connected(${dead}) as connected`).toMatchObject([{ connected: false }])
    expect(await tx`select is_server_connected(${alive}) as connected`).toMatchObject([{ connected: true }])
    // Not sure is not dead: it will look again.
    expect(await watch(dead)).toMatchObject([{ connected: true }])
    expect(await watch(alive)).toMatchObject([{ connected: true }])
  })
  expect(await watch(dead)).toMatchObject([{ connected: false }])
  expect(await watch(alive)).toMatchObject([{ connected: true }])
})
