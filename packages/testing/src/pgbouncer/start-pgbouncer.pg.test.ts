import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '../database/use-test-database.ts'
import { type Pgbouncer, startPgbouncer, userOf } from './start-pgbouncer.ts'

const database = useTestDatabase()
let pooler: Pgbouncer
beforeAll(async () => {
  const { url } = database
  pooler = await startPgbouncer({ port: Number(new URL(url).port), users: [userOf(url)], poolSize: 2 })
})
afterAll(() => pooler[Symbol.asyncDispose]())

test('many clients share a few connections of the database', async () => {
  const sql = postgres(pooler.through(database.url), { max: 10, prepare: false, fetch_types: false })
  const asked = Array.from({ length: 50 }, async () => {
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid, pg_sleep(0.001)`
    return row?.pid
  })
  const pids = new Set(await Promise.all(asked))
  expect(pids.size).toBeLessThanOrEqual(2)
  await sql.end()
})

test('a setting of one transaction is gone in the next', async () => {
  const sql = postgres(pooler.through(database.url), { max: 1, prepare: false, fetch_types: false })
  await sql.begin((tx) => tx`select set_config('app.user_id', 'u1', true)`)
  const [row] = await sql`select nullif(current_setting('app.user_id', true), '') as user`
  expect(row).toEqual({ user: null })
  await sql.end()
})

test('a wrong password is refused', async () => {
  const url = new URL(pooler.through(database.url))
  url.password = 'wrong'
  const sql = postgres(url.href, { max: 1, fetch_types: false })
  await expect(sql`select 1`).rejects.toMatchObject({ code: '08P01' })
  await sql.end({ timeout: 0 })
})
