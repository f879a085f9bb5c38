import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@duck/testing/database'
import { OLD_TABLE } from '@duck/testing/legacy'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Legacy, openLegacy } from '../legacy.ts'
import { plan } from '../plan/plan.ts'
import { backfill } from './backfill.ts'
import { capture, stopCapture } from './capture.ts'
import { cutOver } from './cut-over.ts'
import { log } from './log.ts'
import { purge } from './purge.ts'
import { rollBack } from './roll-back.ts'
import { status } from './status.ts'
import { verify } from './verify.ts'

// A server of its own: there its owner's rights over our roles are only those that migrating gives.
let server: ThrowAwayPostgres
let legacy: Legacy

beforeAll(async () => {
  server = await startThrowAwayPostgres()
  const admin = postgres(server.url, { max: 1, onnotice() {} })
  await admin`create role keeper login createrole password 'keeper'`
  await admin`create database kept owner keeper`
  await admin.end()
  const url = new URL(server.url)
  Object.assign(url, { username: 'keeper', password: 'keeper', pathname: '/kept' })
  legacy = openLegacy(url.href)
  await legacy.sql.unsafe(OLD_TABLE)
  await legacy.sql`
    insert into chat_sessions (id, user_id, messages)
    values ('a', 'old-1', '[{"role": "user", "content": "hi"}]'), ('b', 'old-2', '[]')`
}, 60_000)
afterAll(async () => {
  await legacy?.close()
  await server?.stop()
})

test('an owner who is no superuser, and whom row level security holds at the end, takes every step', async () => {
  const all = { percent: 100 }
  expect(await plan(legacy)).toMatchObject({ sessions: 2, obstacles: [] })
  await capture(legacy, { url: legacy.url, secret: 'a secret' })
  expect(await backfill(legacy)).toMatchObject({ sessions: 2, messages: 1 })
  expect(await verify(legacy)).toMatchObject({ proved: 2 })
  expect(await cutOver(legacy, { choice: all, to: 'rows' })).toMatchObject({ finished: true })
  await expect(stopCapture(legacy)).rejects.toThrow('Roll back all of them first')
  expect(await backfill(legacy)).toEqual({ sessions: 0, messages: 0, held: 0, interrupted: false })
  expect(await rollBack(legacy, { choice: { session: 'a' } })).toMatchObject({ 'rolled-back': ['a'] })
  expect(await status(legacy)).toMatchObject({ storage: { array: 1, rows: 1 }, finishedAt: null })
  expect(await cutOver(legacy, { choice: all, to: 'rows' })).toMatchObject({ finished: true })
  expect(await verify(legacy)).toMatchObject({ proved: 2, differences: [] })
  expect(await status(legacy)).toMatchObject({ next: expect.stringContaining('duck legacy purge') })
  expect(await purge(legacy, { waitDays: 0 })).toEqual({ archived: 2, dropped: true })
  expect((await log(legacy)).at(-1)?.step).toBe('purged')
  expect(await legacy.sql`select session_id from legacy_archive order by 1`).toEqual([
    { session_id: 'a' },
    { session_id: 'b' },
  ])
})
