import postgres from 'postgres'
import { afterEach, expect, test } from 'vitest'
import { useTestDatabase } from '../database/use-test-database.ts'
import { createRandom } from '../random/random.ts'
import { type Fault, type FaultKind, seededFaults } from './faults.ts'
import { type FaultProxy, startFaultProxy } from './start-fault-proxy.ts'

const database = useTestDatabase()
const cleanUp: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each()
})

/** A table, and one client that reaches it through a proxy that meets its second request with the fault. */
async function behind(fault: Fault, options: postgres.Options<Record<string, never>> = {}) {
  await database.sql`drop table if exists written`
  await database.sql`create table written (value text)`
  let met = false
  const proxy: FaultProxy = await startFaultProxy({
    port: Number(new URL(database.url).port),
    decide: (_connection, request) => {
      if (met || request !== 1) return undefined
      met = true
      return fault
    },
  })
  const sql = postgres(proxy.through(database.url), { max: 1, fetch_types: false, ...options })
  cleanUp.push(
    () => proxy[Symbol.asyncDispose](),
    () => sql.end({ timeout: 0 }),
  )
  await sql`select 1`
  return { proxy, sql, rows: () => database.sql`select value from written` }
}

const UNDONE: FaultKind[] = ['cut-before', 'cut-mid-message', 'cut-before-commit']
const DONE: FaultKind[] = ['cut-after-commit', 'cut-mid-reply']
const STATEMENTS = {
  prepared: {},
  unnamed: { prepare: false },
}

for (const [how, options] of Object.entries(STATEMENTS)) {
  test.each(UNDONE)(`%s: the caller gets no answer and nothing was written (${how})`, async (kind) => {
    const { sql, rows, proxy } = await behind({ kind }, options)
    await expect(sql`insert into written values (${'a'})`).rejects.toThrow('CONNECTION_CLOSED')
    expect([...(await rows())]).toEqual([])
    expect([...proxy.injected]).toEqual([[kind, 1]])
  })

  test.each(DONE)(`%s: the caller gets no answer and the row is there (${how})`, async (kind) => {
    const { sql, rows, proxy } = await behind({ kind }, options)
    await expect(sql`insert into written values (${'a'})`).rejects.toThrow('CONNECTION_CLOSED')
    expect([...(await rows())]).toEqual([{ value: 'a' }])
    expect([...proxy.injected]).toEqual([[kind, 1]])
  })

  test.each(['delay-request', 'delay-reply'] as const)(`%s: the answer comes late (${how})`, async (kind) => {
    const { sql, rows } = await behind({ kind, ms: 150 }, options)
    const startedAt = performance.now()
    await sql`insert into written values (${'a'})`
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(149)
    expect([...(await rows())]).toEqual([{ value: 'a' }])
  })
}

test('a simple query is cut like any other request', async () => {
  const { sql, rows } = await behind({ kind: 'cut-after-commit' })
  await expect(sql.unsafe(`insert into written values ('a')`).simple()).rejects.toThrow('CONNECTION_CLOSED')
  expect([...(await rows())]).toEqual([{ value: 'a' }])
})

test('pipelined requests and large answers pass unchanged', async () => {
  const { sql } = await behind({ kind: 'delay-reply', ms: 20 })
  const sizes = Array.from({ length: 40 }, (_, size) => size * 5_000)
  const answers = await Promise.all(
    sizes.map(async (size) => {
      const [row] = await sql<{ text: string }[]>`select repeat('x', ${size}::int) as text`
      return row?.text.length
    }),
  )
  expect(answers).toEqual(sizes)
})

test('a client that asks for encryption first is told there is none', async () => {
  const { proxy } = await behind({ kind: 'delay-reply', ms: 1 })
  const sql = postgres(proxy.through(database.url), { max: 1, ssl: 'prefer' })
  expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }])
  await sql.end()
})

test('a seed decides about each request whatever the others do', () => {
  const rates = { cut: 0.2, delay: 0.2, longestDelayMs: 50 }
  const [one, other] = [seededFaults(createRandom('1'), rates), seededFaults(createRandom('1'), rates)]
  const forwards = Array.from({ length: 300 }, (_, request) => one(request % 3, request))
  const backwards = Array.from({ length: 300 }, (_, place) => other((299 - place) % 3, 299 - place)).reverse()
  expect(forwards).toEqual(backwards)
  expect(new Set(forwards.map((fault) => fault?.kind)).size).toBe(8)
})
