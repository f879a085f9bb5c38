import { createMetrics, type ShadowResult } from '@duck/metrics'
import { TEST_SECRET } from '@duck/testing/database'
import { parseMetrics, sampleValue } from '@duck/testing/metrics'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../db.ts'
import { listMessages } from '../message/list.ts'
import { prepareDatabase } from '../roles/prepare-database.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()

/** A server that reads a session's list so often, and what it counts and tells. */
async function reader() {
  await app.adopt()
  const metrics = createMetrics()
  const told: string[] = []
  const { url } = await prepareDatabase({ url: app.url, secret: TEST_SECRET })
  const db = await connect(url, { metrics, onShadowDifference: (sessionId) => told.push(sessionId) })
  onTestFinished(() => db.close())
  const read = async (sessionId: string, times: number) => {
    for (let n = 0; n < times; n++) {
      await listMessages(db, { userId: 'local', sessionId })
      // While one is compared no other is.
      await expect.poll(() => db.legacy?.pool.use().inUse, { interval: 1 }).toBe(0)
    }
  }
  const count = async (result: ShadowResult) =>
    sampleValue(parseMetrics(await metrics.text()), 'duck_legacy_shadow_reads_total', { result })
  return { told, read, count }
}

test('the first of ten reads is compared, and equal', async () => {
  await app.save('same', elements('u: Hello'))
  const { read, count, told } = await reader()
  expect(await count('same')).toBe(0)
  await read('same', 1)
  await expect.poll(() => count('same')).toBe(1)
  await read('same', 10)
  await expect.poll(() => count('same')).toBe(2)
  expect(told).toEqual([])
})

test('a difference is counted, and told by its session alone', async () => {
  const { read, count, told } = await reader()
  await app.save('other', elements('u: Hello'))
  await app.sql`alter table chat_sessions disable trigger legacy_capture_update`
  await app.save('other', elements('u: Hello', 'u: not captured'))
  await app.sql`alter table chat_sessions enable always trigger legacy_capture_update`
  await read('other', 1)
  await expect.poll(() => count('differs')).toBe(1)
  expect(told).toEqual(['other'])
})

test('what is no row yet waits, and a session that is cut over is not compared', async () => {
  const { read, count } = await reader()
  await app.save('growing', elements('u: Hello', 'a: H'))
  await read('growing', 1)
  await expect.poll(() => count('waiting')).toBe(1)
  await app.settle()
  await app.sql`select legacy_cut_over('growing', 'reads')`
  await app.save('compared', elements('u: Hello'))
  // Nine, so that the next is the tenth; then nine more.
  await read('growing', 19)
  await read('compared', 1)
  await expect.poll(() => count('same')).toBe(1)
  expect(await count('waiting')).toBe(1)
})
