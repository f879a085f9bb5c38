import { readFile } from 'node:fs/promises'
import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { adoptionFaults } from '../migrate/adopt.ts'
import { migrate } from '../migrate/migrate.ts'
import { presentFiles, sqlFiles } from '../migrate/sql-files.ts'
import { editorFile } from './editor-file.ts'
import { type Hosted, hosted } from './testing/hosted.ts'

const FILE = new URL('../../../../drizzle/legacy/append-only-messages-migration.sql', import.meta.url)
const DOCS = new URL('../../../../docs/legacy-editor.md', import.meta.url)
const [ANNE, BERT] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
const text = await readFile(FILE, 'utf8')
const pieces = text.split(/^(?=-- Piece \d+: )/m).slice(1)
const piece = (number: number) => must(pieces[number - 1], `piece ${number}`)
const LEFT_TO_THE_SERVER = ['migrations/0005_accounts.sql', 'policies/auth.sql', 'policies/grants.sql']

async function withSessions(): Promise<Hosted> {
  const app = await hosted()
  await app.run(`
    insert into chat_sessions (id, user_id, messages)
    select 's' || n, case n % 2 when 0 then '${ANNE}' else '${BERT}' end, jsonb_build_array(
      jsonb_build_object('role', 'user', 'content', 'Hello ' || n),
      jsonb_build_object('role', 'tool', 'content', null))
    from generate_series(1, 20) n`)
  return app
}

/** What the piece that proves says: the differences, and whether it is ok. */
async function verified(app: Hosted): Promise<{ faulty: string[]; sum: string }> {
  const rows = await app.run(piece(10))
  const ids = rows.map((row) => String(row.session_id))
  return { faulty: ids.slice(0, -1), sum: must(ids.at(-1), 'the sum') }
}

async function catalogOf({ root }: Hosted): Promise<unknown> {
  return {
    relations: await root`
      select oid, relname, xmin from pg_class where relnamespace = 'public'::regnamespace and relkind <> 'i' order by oid`,
    functions: await root`
      select oid, proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace order by oid`,
    policies: await root`select oid, polname from pg_policy order by oid`,
  }
}

async function names({ root }: Hosted): Promise<string[]> {
  const rows = await root<{ name: string }[]>`select name from duck_migrations order by name`
  return rows.map(({ name }) => name)
}

async function present(): Promise<string[]> {
  const { objects, grants, onOldTable } = await presentFiles({ adopted: true })
  const migrations = [...(await sqlFiles('migrations')), ...(await sqlFiles('legacy/migrations'))]
  const files = [...objects, ...grants, ...onOldTable, ...migrations].map(({ name }) => name)
  return [...files, 'legacy/adopt.sql'].sort()
}

test('the file is what the files of the migrator make of it', async () => {
  expect(text).toBe(await editorFile())
  expect(pieces).toHaveLength(11)
})

test('run whole, and again, it moves a hosted database, which stays what it is for the old app', async () => {
  await using app = await withSessions()
  await app.run(text)
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
  expect(await app.run(piece(9))).toMatchObject([{ left_to_do: 0, sessions: 0, quarantined: 0 }])
  const applied = await app.root`select * from duck_migrations order by name`
  await app.run(text)
  expect(await app.root`select * from duck_migrations order by name`).toEqual(applied)
  const [count] = await app.root`select count(*)::int as rows from messages`
  expect(count).toEqual({ rows: 40 })

  const changed = await app.as(
    ANNE,
    (sql) => sql`
    update chat_sessions set messages = messages || '[{"role": "user", "content": "More"}]' returning id`,
  )
  expect(changed).toHaveLength(10)
  const theirs = await app.as(BERT, (sql) => sql`select distinct user_id from chat_sessions`)
  expect(theirs).toEqual([{ user_id: BERT }])
  expect(await app.as(null, (sql) => sql`select from chat_sessions`)).toHaveLength(0)
  await expect(
    app.as(ANNE, (sql) => sql`insert into chat_sessions (id, user_id) values ('x', ${BERT})`),
  ).rejects.toMatchObject({ code: '42501' })
  expect(await app.root`select from messages where content = 'More'`).toHaveLength(10)
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
})

test('nobody of the hosted database reads a message or calls a function of ours, though all is given to them by default', async () => {
  await using app = await withSessions()
  await app.run(text)
  const tables = await app.root<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname <> 'chat_sessions'`
  expect(tables.length).toBeGreaterThan(8)
  const open = await app.root`
    select role, relname as name from pg_class, unnest(array['anon', 'authenticated', 'service_role']) role
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'chat_sessions'
      and has_table_privilege(role, oid, 'select, insert, update, delete, truncate')
    union all
    select role, proname from pg_proc, unnest(array['anon', 'authenticated', 'service_role']) role
    where pronamespace = 'public'::regnamespace and has_function_privilege(role, oid, 'execute')`
  expect(open).toEqual([])
  const forged = app.as(
    ANNE,
    (sql) => sql`select append_message(${BERT}, 's1', gen_random_uuid(), 'user', 'forged')`,
  )
  await expect(forged).rejects.toMatchObject({ code: '42501' })
})

test('run piece by piece, twice each, it does the same, and a server goes on from there', async () => {
  await using app = await withSessions()
  for (const one of pieces) {
    await app.run(one)
    await app.run(one)
  }
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
  const all = await present()
  expect(await names(app)).toEqual(all.filter((name) => !LEFT_TO_THE_SERVER.includes(name)))

  const before = await app.root`select * from duck_migrations order by name`
  const catalog = await catalogOf(app)
  await app.root`grant create on schema auth to hosted with grant option`
  await app.root`grant usage on schema auth to hosted with grant option`
  await migrate(app.url)
  expect(await names(app)).toEqual(all)
  const after = await app.root`select * from duck_migrations order by name`
  expect(after.filter(({ name }) => !LEFT_TO_THE_SERVER.includes(name))).toEqual(before)
  const functions = (of: unknown) => must(Object(of).functions, 'functions')
  expect(functions(await catalogOf(app))).toEqual(functions(catalog))
  await migrate(app.url)
  expect(await app.root`select * from duck_migrations order by name`).toEqual(after)
})

test('a message that is missing is named by the piece that proves', async () => {
  await using app = await withSessions()
  await app.run(text)
  await app.root`alter table messages disable trigger all`
  await app.root`delete from messages where session_id = 's3' and message_index = 1`
  await app.root`alter table messages enable trigger all`
  expect(await verified(app)).toEqual({ faulty: ['s3'], sum: 'not ok' })
})

test('run whole over more than one step takes, it says that sessions are left, and the piece run alone does them', async () => {
  await using app = await withSessions()
  await app.run(`
    insert into chat_sessions (id, user_id, messages)
    select 't' || n, 'x', '[{"role": "user", "content": "Hello"}]' from generate_series(1, 300) n`)
  await app.run(text)
  expect(await verified(app)).toMatchObject({ sum: 'not ok' })
  await app.run(piece(8))
  expect(await app.run(piece(9))).toMatchObject([{ left_to_do: 0 }])
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
})

const UUIDS = `
  drop table if exists chat_sessions;
  create table chat_sessions (
    id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
    title text, messages jsonb, created_at timestamptz default now());
  alter table chat_sessions enable row level security;
  create policy "own sessions" on chat_sessions using (auth.uid() = user_id) with check (auth.uid() = user_id)`

test('what cannot be carried over is refused as by the server, and nothing is changed', async () => {
  await using app = await hosted()
  const tables = [
    UUIDS,
    'drop table chat_sessions; create table chat_sessions (id text, user_id int, messages json)',
    `drop table chat_sessions; create table chat_sessions (id varchar(64) primary key, user_id varchar, messages jsonb);
      create policy strict on chat_sessions as restrictive using (true)`,
  ]
  for (const table of tables) {
    await app.run(table)
    const faults = await adoptionFaults(app.root)
    expect(faults).not.toEqual([])
    await expect(app.run(text)).rejects.toMatchObject({ message: faults.join('\n') })
  }
  await app.run('drop table chat_sessions')
  await expect(app.run(text)).rejects.toThrow('There is no table chat_sessions with a column messages')
  const [role] = await app.root`select to_regrole('duck_writer') as role`
  expect(role).toEqual({ role: null })
})

test('what the docs say of a table with uuids makes it one that is carried over', async () => {
  const docs = await readFile(DOCS, 'utf8')
  const recipe = must(/```sql\n( {2}begin;[\s\S]*?)```/.exec(docs)?.[1], 'the statements of the docs')
  await using app = await hosted()
  await app.run(UUIDS)
  await app.root`insert into auth.users (id) values (${ANNE})`
  const write = (content: string) =>
    app.as(
      ANNE,
      (sql) => sql`
      insert into chat_sessions (user_id, messages)
      values (${ANNE}, ${sql.json([
        { role: 'user', content },
        { role: 'user', content: 'Next' },
      ])})`,
    )
  await write('Before')
  await app.run(recipe)
  await app.run(text)
  await write('After')
  expect(await app.as(ANNE, (sql) => sql`select from chat_sessions`)).toHaveLength(2)
  expect(await app.as(BERT, (sql) => sql`select from chat_sessions`)).toHaveLength(0)
  expect(await app.root`select from messages`).toHaveLength(4)
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
})

test('turned back, the old app writes as before and nothing is captured; captured again, all of it is rows', async () => {
  await using app = await withSessions()
  await app.run(text)
  const back = must(/\/\*\n([\s\S]*)\*\//.exec(piece(11))?.[1], 'the piece in its comment')
  await app.run(back)
  await app.run(back)
  await app.as(
    ANNE,
    (sql) => sql`
    update chat_sessions set messages = messages || '[{"role": "user", "content": "Later"}]'`,
  )
  expect(await app.root`select from messages where content = 'Later'`).toHaveLength(0)
  expect(await verified(app)).toMatchObject({ sum: 'not ok' })
  await app.run(piece(7))
  await app.run(piece(8))
  expect(await app.root`select from messages where content = 'Later'`).toHaveLength(10)
  expect(await verified(app)).toEqual({ faulty: [], sum: 'ok' })
})
