import { tmpdir } from 'node:os'
import { uuidv7 } from '@duck/protocol'
import { startThrowAwayPostgres, TEST_SECRET, type ThrowAwayPostgres } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db } from '../db.ts'
import { appendMessage } from '../message/append.ts'
import { prepareDatabase } from '../roles/prepare-database.ts'
import { createSession } from '../session/create.ts'
import { refusal } from '../testing/refusal.ts'
import { append, draft, indexesOf, upTo } from '../testing/rows.ts'

// A server of its own, whose settings concern all its databases; what is not flushed is lost for ten seconds.
let server: ThrowAwayPostgres
let admin: postgres.Sql
let db: Db

beforeAll(async () => {
  server = await startThrowAwayPostgres({ wal_writer_delay: '10s' }, tmpdir())
  admin = postgres(server.url, { max: 2, backoff: () => 0.1, onnotice() {} })
  db = await connect((await prepareDatabase({ url: server.url, secret: TEST_SECRET })).url)
})
afterAll(async () => {
  await db.close()
  await admin.end()
  await server.stop()
})

async function newSession(): Promise<string> {
  const { session } = await createSession(db, { id: uuidv7(), userId: 'local' })
  return session.id
}

/** A standby that is waited for, and there is none. */
async function waitForStandby(name: string): Promise<void> {
  await admin.unsafe(`alter system set synchronous_standby_names = '${name}'`)
  await admin`select pg_reload_conf()`
  const show = async () => (await admin`show synchronous_standby_names`)[0]?.synchronous_standby_names
  await expect.poll(show).toBe(name)
}

/** Cancels the wait of the one commit that waits for a standby. */
async function cancelTheWait(): Promise<void> {
  const cancel = () => admin`
    select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep' and usename = 'duck_app'`
  await expect.poll(cancel, { interval: 20, timeout: 5_000 }).toHaveLength(1)
}

test('a commit whose wait for a standby was cancelled is no ack, and neither is its replay', async () => {
  const input = draft(await newSession())
  await waitForStandby('nobody')
  for (const _ of ['the append', 'its replay']) {
    const refused = refusal(appendMessage(db, input))
    await cancelTheWait()
    expect(await refused).toMatchObject({ code: 'SERVICE_UNAVAILABLE', reason: 'not-durable' })
  }
  await waitForStandby('')
  expect(await appendMessage(db, input)).toMatchObject({ replay: true, message: { messageIndex: 0 } })
})

test('where commits are asynchronous by somebody’s setting, an acked append outlives a kill -9 of Postgres', async () => {
  await admin`alter role duck_app in database duck set synchronous_commit = off`
  const own = await connect((await prepareDatabase({ url: server.url, secret: TEST_SECRET })).url)
  const sessionId = await newSession()
  for (const n of upTo(20)) expect((await append(own, sessionId)).messageIndex).toBe(n)
  const { pid } = server
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => server.pid, { interval: 20 }).not.toBe(pid)
  expect(await indexesOf(admin, sessionId)).toEqual(upTo(20))
  await admin`alter role duck_app in database duck reset synchronous_commit`
  await own.close()
})

test('after Postgres was killed and is back, a write works within a second', async () => {
  const sessionId = await newSession()
  const { pid } = server
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => server.pid, { interval: 20 }).not.toBe(pid)
  await admin`select 1`
  const tries: string[] = []
  const works = () =>
    append(db, sessionId).then(
      () => true,
      (error: { code: string }) => void tries.push(error.code),
    )
  await expect.poll(works, { interval: 20, timeout: 1_000 }).toBe(true)
  for (const code of tries) expect(code).toBe('SERVICE_UNAVAILABLE')
})
