import { useTestDatabase } from '@duck/testing/database'
import { type Pgbouncer, startPgbouncer, userOf } from '@duck/testing/pgbouncer'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { connect, type Db } from '../db.ts'
import { startListener } from '../testing/start-listener.ts'
import { sendNotices } from './send-notices.ts'

const database = useTestDatabase()
let pooler: Pgbouncer
beforeAll(async () => {
  pooler = await startPgbouncer({
    port: Number(new URL(database.url).port),
    users: [userOf(database.appUrl)],
  })
})
afterAll(() => pooler[Symbol.asyncDispose]())

async function through(listenUrl?: string): Promise<Db> {
  const db = await connect(pooler.through(database.appUrl), { listenUrl })
  onTestFinished(() => db.close())
  return db
}

test('behind a pooler there is no way to listen unless one is named, and it is told at the start', async () => {
  const db = await through()
  expect(db.listenUrl).toBeNull()
  const { told } = await startListener(db)
  expect(told).toEqual(['down'])
})

test('without a pooler the way to listen is that of everything else', async () => {
  const db = await connect(database.appUrl)
  onTestFinished(() => db.close())
  expect(db.listenUrl).toBe(database.appUrl)
})

test('with a direct way named, what is sent through the pooler is heard', async () => {
  const db = await through(database.appUrl)
  const { told } = await startListener(db)
  await sendNotices(db, ['hello'])
  await expect.poll(() => told).toEqual(['up', 'heard hello'])
})

test('a pooler that is named as the direct way is found out: nothing proves that it is one', async () => {
  const db = await through(pooler.through(database.appUrl))
  const { told } = await startListener(db)
  expect(told).toEqual(['down'])
})
