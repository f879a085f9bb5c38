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

test.each([{ prepare: true }, { prepare: false }])(
  'who decides sees the statement, and what is to come first is over before the cut ($prepare)',
  async ({ prepare }) => {
    const seen: string[] = []
    const rowsAtTheCut: unknown[][] = []
    await database.sql`drop table if exists written`
    await database.sql`create table written (value text)`
    const first = async () =>
      void rowsAtTheCut.push([...(await database.sql`select value from written`.values())])
    await using proxy = await startFaultProxy({
      port: Number(new URL(database.url).port),
      decide: (_connection, _request, sql) => {
        seen.push(sql)
        const again = seen.filter((each) => each === sql).length === 2
        return again && sql.startsWith('insert') ? { kind: 'cut-after-commit', first } : undefined
      },
    })
    const sql = postgres(proxy.through(database.url), { max: 1, fetch_types: false, prepare })
    cleanUp.push(() => sql.end({ timeout: 0 }))
    const write = (value: string) => sql`insert into written values (${value})`
    await write('a')
    await expect(write('b')).rejects.toThrow('CONNECTION_CLOSED')
    expect(seen).toEqual(['insert into written values ($1)', 'insert into written values ($1)'])
    expect(rowsAtTheCut).toEqual([[['a'], ['b']]])
  },
)

test('while it holds, connections stay and are taken on but nothing passes; afterwards everything does', async () => {
  const { proxy, sql, rows } = await behind({ kind: 'delay-reply', ms: 1 })
  const late = postgres(proxy.through(database.url), { max: 1, fetch_types: false })
  cleanUp.push(() => late.end({ timeout: 0 }))
  proxy.hold()
  const answered: string[] = []
  const write = (by: postgres.Sql, value: string) =>
    by`insert into written values (${value})`.then(() => answered.push(value))
  const both = [write(sql, 'a'), write(late, 'b')]
  // Something that takes as long as the writes would.
  await database.sql`select pg_sleep(0.2)`
  expect(answered).toEqual([])
  expect([...(await rows())]).toEqual([])
  proxy.release()
  await Promise.all(both)
  expect(new Set((await rows()).map(({ value }) => value))).toEqual(new Set(['a', 'b']))
})

test('while it refuses there is no connection, and afterwards there is', async () => {
  const { proxy, sql } = await behind({ kind: 'delay-reply', ms: 1 })
  const waiting = sql`select pg_sleep(10)`
  const cut = expect(waiting).rejects.toThrow('CONNECTION_CLOSED')
  proxy.refuse()
  await cut
  await expect(sql`select 1`).rejects.toThrow()
  proxy.release()
  await expect.poll(() => sql`select 1 as one`.then((found) => [...found])).toEqual([{ one: 1 }])
})

test('a seed decides about each request whatever the others do', () => {
  const rates = { cut: 0.2, delay: 0.2, longestDelayMs: 50 }
  const [one, other] = [seededFaults(createRandom('1'), rates), seededFaults(createRandom('1'), rates)]
  const forwards = Array.from({ length: 300 }, (_, request) => one(request % 3, request))
  const backwards = Array.from({ length: 300 }, (_, place) => other((299 - place) % 3, 299 - place)).reverse()
  expect(forwards).toEqual(backwards)
  expect(new Set(forwards.map((fault) => fault?.kind)).size).toBe(8)
})
