import type { TestDatabase } from '@duck/testing/database'
import postgres from 'postgres'
import { emptyDatabase } from '../../migrate/testing/empty-database.ts'

/** A database as a hosted Postgres gives one, with an old app on it. */
export interface Hosted extends AsyncDisposable {
  database: TestDatabase
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

export async function hostedDatabase(): Promise<Hosted> {
  const database = await emptyDatabase()
  const password = 'hosted'
  await database.sql.unsafe(`
    do $$ declare v_role text; begin
      foreach v_role in array array['${ROLES.join("', '")}'] loop
        if to_regrole(v_role) is null then execute format('create role %I', v_role); end if;
      end loop;
      if to_regrole('${OWNER}') is null then create role ${OWNER} login createrole password '${password}'; end if;
    end $$;
    grant ${ROLES.join(', ')}, duck_app, duck_auth, duck_reader, duck_writer to ${OWNER} with admin option;
    alter schema public owner to ${OWNER};
    grant create on database "${database.name}" to ${OWNER}`)
  const url = new URL(database.url)
  url.username = OWNER
  url.password = password
  const owner = postgres(url.href, { max: 1, onnotice() {} })
  await owner.unsafe(OLD_APP)
  return {
    database,
    owner,
    ownerUrl: url.href,
    asUser: async (user, statement) =>
      await owner.begin(async (tx) => {
        await tx`select set_config('request.user', ${user}, true)`
        await tx`set local role authenticated`
        return await tx.unsafe(statement)
      }),
    async [Symbol.asyncDispose]() {
      await owner.end({ timeout: 5 })
      await database.drop()
    },
  }
}
