import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlstate } from '../errors.ts'
import { authFaultsOf } from '../roles/check-auth.ts'
import { PRODUCT_TABLES } from '../schema/product-tables.ts'
import { useAuthDb } from '../testing/use-auth-db.ts'

const store = useAuthDb()
const ACCOUNTS = [
  'people',
  'sign_ins',
  'credentials',
  'verifications',
  'api_keys',
  'rate_counts',
  'departures',
]
const VERBS = [
  (table: string) => `select * from ${table}`,
  (table: string) => `insert into ${table} default values`,
  (table: string) => `delete from ${table}`,
  (table: string) => `truncate ${table}`,
]

let admin: postgres.Sql
beforeAll(() => {
  admin = postgres(store.url, { max: 1, onnotice() {} })
})
afterAll(() => admin.end())

/** What becomes of the statement as that role; the change goes first. Everything is taken back. */
async function within<Result>(change: string, role: string, work: () => Promise<Result>): Promise<Result> {
  await admin.unsafe(`begin; ${change}; set local role ${role}`)
  try {
    return await work()
  } finally {
    await admin.unsafe('rollback')
  }
}

const refusal = (role: string, statement: string) =>
  within('select', role, () => admin.unsafe(statement).then(() => 'done', sqlstate))

test.each(ACCOUNTS)('whoever serves messages cannot touch auth.%s', async (table) => {
  for (const role of ['duck_app', 'duck_writer', 'duck_reader'])
    for (const verb of VERBS) expect(await refusal(role, verb(`auth.${table}`)), role).toBe('42501')
})

test.each([...PRODUCT_TABLES, 'duck_migrations'])(
  'whoever signs people in cannot touch %s',
  async (table) => {
    for (const verb of VERBS) expect(await refusal('duck_auth', verb(table))).toBe('42501')
  },
)

test('whoever signs people in can execute no function of ours', async () => {
  const rows = await admin<{ name: string }[]>`
    select p.oid::regprocedure::text as name from pg_proc p
    where pronamespace = 'public'::regnamespace and has_function_privilege('duck_auth', p.oid, 'execute')`
  expect(rows.map(({ name }) => name)).toEqual([])
})

test('as it is the start-up check finds no fault', async () => {
  expect(await within('select', 'duck_auth', () => authFaultsOf(admin))).toEqual([])
})

test.each([
  ...ACCOUNTS.flatMap((table) => [
    `alter table auth.${table} disable row level security`,
    `alter table auth.${table} no force row level security`,
    `grant select on auth.${table} to duck_app`,
    `grant insert on auth.${table} to public`,
    `alter table auth.${table} owner to duck_auth`,
  ]),
  ...PRODUCT_TABLES.map((table) => `grant select on ${table} to duck_auth`),
  'alter role duck_auth bypassrls',
  'alter role duck_auth superuser',
  'grant execute on function adopt_sessions(text, text) to duck_auth',
  'drop table auth.departures',
])('the start-up check sees "%s"', async (change) => {
  expect(await within(change, 'duck_auth', () => authFaultsOf(admin))).not.toEqual([])
})

test.each(ACCOUNTS)('without its policy auth.%s is empty for everybody', async (table) => {
  const change = `drop policy auth_all on auth.${table}`
  expect(await within(change, 'duck_auth', () => admin.unsafe(`select from auth.${table}`))).toHaveLength(0)
})
