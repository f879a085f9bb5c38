import { must } from '@duck/protocol'
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@duck/testing/database'
import postgres from 'postgres'
import { afterAll, beforeAll } from 'vitest'

/** A database as a hosted Postgres gives one, with an old app on it. */
export interface Hosted extends AsyncDisposable {
  /** As the owner, who is no superuser. */
  owner: postgres.Sql
  ownerUrl: string
  /** What a signed-in user of the old app gets from a statement. */
  asUser(user: string, statement: string): Promise<postgres.Row[]>
}

const OWNER = 'hosted_owner'
const ROLES = ['anon', 'authenticated', 'service_role']

const OLD_APP = `
  create schema auth authorization ${OWNER};
  create table auth.users (id uuid primary key, email text);
  create function auth.uid() returns uuid language sql stable as
    'select nullif(current_setting(''request.user'', true), '''')::uuid';
  grant usage on schema auth, public to ${ROLES.join(', ')};
  alter default privileges in schema public grant all on tables to ${ROLES.join(', ')};
  alter default privileges in schema public grant all on functions to ${ROLES.join(', ')};
  alter default privileges in schema public grant all on sequences to ${ROLES.join(', ')};
  create table chat_sessions (
    id text primary key, user_id text not null, title text, model text, messages jsonb not null default '[]',
    created_at timestamp default now(), updated_at timestamp default now());
  alter table chat_sessions enable row level security;
  create policy own on chat_sessions to authenticated using (user_id = auth.uid()::text)
    with check (user_id = auth.uid()::text)`

/** A server of its own for a test file, since roles and who is a member of them belong to the server; databases on it. */
export function useHosted(): () => Promise<Hosted> {
  let server: ThrowAwayPostgres | undefined
  let databases = 0
  beforeAll(async () => {
    server = await startThrowAwayPostgres()
    await asAdmin(server.url, (admin) =>
      admin.unsafe(`
        ${ROLES.map((role) => `create role ${role};`).join('\n')}
        create role ${OWNER} login createrole password '${OWNER}'; grant ${ROLES.join(', ')} to ${OWNER}`),
    )
  })
  afterAll(() => server?.stop())
  return () =>
    createHosted(must(server, 'the server: it is there from beforeAll on').url, `hosted_${databases++}`)
}

async function createHosted(adminUrl: string, name: string): Promise<Hosted> {
  await asAdmin(adminUrl, (admin) => admin.unsafe(`create database ${name} owner ${OWNER}`))
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  await asAdmin(url.href, (admin) => admin.unsafe(`alter schema public owner to ${OWNER}`))
  url.username = OWNER
  url.password = OWNER
  const owner = postgres(url.href, { max: 1, onnotice() {} })
  await owner.unsafe(OLD_APP)
  return {
    owner,
    ownerUrl: url.href,
    asUser: async (user, statement) =>
      await owner.begin(async (tx) => {
        await tx`select set_config('request.user', ${user}, true)`
        await tx`set local role authenticated`
        return await tx.unsafe(statement)
      }),
    [Symbol.asyncDispose]: () => owner.end({ timeout: 5 }),
  }
}

async function asAdmin(url: string, act: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice() {} })
  await act(admin).finally(() => admin.end({ timeout: 5 }))
}
