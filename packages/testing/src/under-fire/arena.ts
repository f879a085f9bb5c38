import type postgres from 'postgres'
import type { Random } from '../random/random.ts'
import { type Element, someElement } from './old-app/elements.ts'

/** How much there is at the start. */
export interface ArenaSize {
  sessions: number
  /** Elements of the longest ordinary array. */
  longest: number
  /** Elements of the one that is huge; none with 0. */
  huge: number
  /** Characters of one element of a session that has few; none with 0. */
  large: number
}

/** A log of every version of an array that is committed, by a trigger that knows nothing of the product. */
const ORACLE = `
  create table oracle_versions (
    seq bigint generated always as identity primary key, session_id text not null, messages jsonb,
    at timestamptz not null default clock_timestamp());
  create function oracle_note() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if tg_op = 'INSERT' or new.messages is distinct from old.messages then
      insert into public.oracle_versions (session_id, messages) values (new.id, new.messages);
    end if;
    return null;
  end $$;
  create trigger aaa_oracle after insert or update on chat_sessions for each row execute function oracle_note();
  alter table chat_sessions enable always trigger aaa_oracle`

/** Fills the old app's table; the sessions' ids, those that are written most first. */
export async function fillArena(sql: postgres.Sql, size: ArenaSize, random: Random): Promise<string[]> {
  await sql.unsafe(ORACLE)
  const ids: string[] = []
  for (let n = 0; n < size.sessions; n++) {
    const id = `s${String(n).padStart(4, '0')}`
    const length = n % 10 === 9 ? size.longest : random.between(0, Math.min(40, size.longest))
    await insert(sql, id, someArray(random, length))
    ids.push(id)
  }
  await insert(sql, 'z-no-array', { '0': 'none' })
  if (size.huge > 0) {
    await insert(
      sql,
      'z-huge',
      Array.from({ length: size.huge }, (_, n) => ({ role: 'user', content: `huge ${n}` })),
    )
    ids.push('z-huge')
  }
  if (size.large > 0) {
    await insert(sql, 'z-large', [{ role: 'user', content: incompressible(random, size.large) }, 'after it'])
    ids.push('z-large')
  }
  return ids
}

function someArray(random: Random, length: number): Element[] {
  return Array.from({ length }, (_, n) => someElement(random, n % 2 === 0 ? 'user' : 'assistant'))
}

/** Such as an image in base64. */
function incompressible(random: Random, characters: number): string {
  const some = Array.from({ length: 1_000 }, () => random.uuid().replaceAll('-', ''))
  return Array.from(
    { length: Math.ceil(characters / 32) },
    () => some[random.between(0, some.length - 1)],
  ).join('')
}

async function insert(sql: postgres.Sql, id: string, messages: unknown): Promise<void> {
  await sql`
    insert into chat_sessions (id, user_id, messages, created_at)
    values (${id}, 'local', ${JSON.stringify(messages)}::text::jsonb, now() - interval '1 day')`
}
