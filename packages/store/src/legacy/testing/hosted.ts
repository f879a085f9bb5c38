import { startThrowAwayPostgres } from '@duck/testing/database'
import postgres from 'postgres'

type Rows = readonly postgres.Row[]
type Act = (sql: postgres.TransactionSql) => PromiseLike<Rows>

/** A stub of a hosted Postgres with the old app's table, in a server of its own, since roles are of the whole server. */
export interface Hosted extends AsyncDisposable {
  /** As a superuser, whom the person at the editor is not. */
  root: postgres.Sql
  /** As the owner of the database, on one connection, as a SQL editor sends it: a text as it is. */
  run(text: string): Promise<postgres.RowList<postgres.Row[]>>
  /** Does `act` in a transaction as a signed-in user of the old app, or as nobody. */
  as(user: string | null, act: Act): Promise<Rows>
  /** As the owner of the database. */
  url: string
}

const SERVER = `
  create role anon nologin;
  create role authenticated nologin;
  create role service_role nologin bypassrls;
  create role hosted login createrole;
  grant anon, authenticated, service_role to hosted;
  create role auth_admin nologin;
  create database app owner hosted`

const AUTH = `
  create schema auth authorization auth_admin;
  grant usage on schema auth to anon, authenticated, service_role, hosted;
  create table auth.users (id uuid primary key, email text);
  create function auth.uid() returns uuid language sql stable
    as $$ select nullif(current_setting('request.jwt.sub', true), '')::uuid $$;
  alter table auth.users owner to auth_admin;
  grant references on auth.users to hosted;
  alter function auth.uid() owner to auth_admin`

const OLD_APP = `
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
  create table chat_sessions (
    id text primary key, user_id text not null, title text, model text, messages jsonb,
    created_at timestamp default now(), updated_at timestamp default now());
  alter table chat_sessions enable row level security;
  create policy "own sessions" on chat_sessions
    using (auth.uid()::text = user_id) with check (auth.uid()::text = user_id)`

export async function hosted(): Promise<Hosted> {
  const server = await startThrowAwayPostgres()
  const admin = postgres(server.url, { max: 1 })
  for (const statement of SERVER.split(';')) await admin.unsafe(statement)
  await admin.end()
  const { root, url } = await inApp(server.url)
  const owner = postgres(url, { max: 1, onnotice: () => {} })
  await owner.unsafe(OLD_APP)
  return {
    root,
    url,
    run: (text) => owner.unsafe(text),
    as: async (user, act) => {
      let rows: Rows = []
      await owner.begin(async (tx) => {
        await tx.unsafe(`set local role ${user ? 'authenticated' : 'anon'}`)
        await tx`select set_config('request.jwt.sub', ${user ?? ''}, true)`
        rows = await act(tx)
      })
      return rows
    },
    async [Symbol.asyncDispose]() {
      await owner.end()
      await root.end()
      await server.stop()
    },
  }
}

async function inApp(serverUrl: string): Promise<{ root: postgres.Sql; url: string }> {
  const url = new URL(serverUrl)
  url.pathname = '/app'
  const root = postgres(url.href, { max: 1, onnotice: () => {} })
  await root.unsafe(AUTH)
  await root`alter role hosted password 'hosted'`
  url.username = 'hosted'
  url.password = 'hosted'
  return { root, url: url.href }
}
