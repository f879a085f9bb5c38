-- What carrying an old app's arrays over needs to remember. Only in a database that was adopted; purge drops it.

-- The move as a whole, one row.
create table legacy_state (
  one         boolean primary key default true check (one),
  captured_at timestamptz,
  -- Whether the old app's table had row level security of its own.
  had_rls     boolean not null default false,
  -- The last session that the backfill took.
  cursor_id   text not null default '',
  -- Every session was cut over, and no array is written any more.
  finished_at timestamptz
);
insert into legacy_state (had_rls)
  select relrowsecurity from pg_class where oid = 'chat_sessions'::regclass;

-- Rights of the old app that our grants take from everybody, to be given back until the move is finished.
create table legacy_kept (statement text primary key);
insert into legacy_kept
  select format('grant execute on function %s to public', p.oid::regprocedure) from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
      and (p.proacl is null or exists (
        select from aclexplode(p.proacl) a where a.grantee = 0 and a.privilege_type = 'EXECUTE'))
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  union
  select format('grant %s on chat_sessions to public', a.privilege_type)
    from pg_class c cross join aclexplode(c.relacl) a where c.oid = 'chat_sessions'::regclass and a.grantee = 0
  union
  select 'grant usage on schema auth to public'
    from pg_namespace n cross join aclexplode(n.nspacl) a
    where n.nspname = 'auth' and a.grantee = 0 and a.privilege_type = 'USAGE';

-- What the move has done with a session; without a row, or without `absorbed_at`, its array is not yet in rows.
create table legacy_sessions (
  session_id  text primary key references chat_sessions (id) on delete cascade,
  -- The first 48 bits of the ids of its rows: when the session was created, so that they lie together in the index.
  id_ms       bigint not null check (id_ms >= 0 and id_ms < 281474976710656),
  absorbed_at timestamptz,
  -- An append waits for it.
  front       boolean not null default false,
  -- Its array has had rows of ours.
  mirrored    boolean not null default false,
  verified_at timestamptz,
  cut_over_at timestamptz
);
create index legacy_sessions_front on legacy_sessions (session_id) where front;

-- Versions of arrays that are no rows yet. Without a place: a whole array that the worker absorbs. With one: the last answer
-- of the array, which may still grow, and the row that it becomes.
create table legacy_versions (
  id         bigint generated always as identity primary key,
  session_id text not null references chat_sessions (id) on delete cascade,
  elements   jsonb not null,
  place      integer,
  row_id     uuid,
  parent_id  uuid,
  changed_at timestamptz not null default clock_timestamp(),
  check ((place is null) = (row_id is null))
);
create index legacy_versions_waiting on legacy_versions (session_id, id) where place is null;
create unique index legacy_versions_held on legacy_versions (session_id) where place is not null;
create index legacy_versions_calm on legacy_versions (changed_at) where place is not null;

-- What could not become a row, as it was.
create table legacy_quarantine (
  id         bigint generated always as identity primary key,
  session_id text not null references chat_sessions (id) on delete cascade,
  element    jsonb not null,
  reason     text not null,
  at         timestamptz not null default clock_timestamp()
);
create index legacy_quarantine_by_session on legacy_quarantine (session_id);

-- What happened, a row a session and step. Kept when the session is deleted.
create table legacy_log (
  id         bigint generated always as identity primary key,
  session_id text,
  step       text not null,
  detail     jsonb not null default '{}',
  at         timestamptz not null default clock_timestamp()
);
create index legacy_log_by_session on legacy_log (session_id, id);

-- An element of an array as a row: what it becomes, the row it follows in its array, and whether it is there already.
create type legacy_row as (
  place      integer,
  id         uuid,
  role       text,
  content    text,
  metadata   jsonb,
  created_at timestamptz,
  before_id  uuid,
  there      boolean
);

-- What makes every element of an array a row: the missing rows, as many as were asked for, in its order; the id of its last
-- element; the place of the last element that is there; how many more are missing; and its last element, where that is an
-- answer that is no row yet.
create type legacy_plan as (
  missing    legacy_row[],
  last_id    uuid,
  last_there integer,
  left_over  integer,
  held       legacy_row,
  -- How many elements of the version before it has not; null where nobody counted.
  gone       integer
);

-- Before Postgres 16 nothing tells whether a text is a time but to try.
do $outer$
begin
  if current_setting('server_version_num')::int < 160000 then
    create or replace function public.pg_input_is_valid(p_text text, p_type text) returns boolean
    language plpgsql stable as $$
    begin
      perform p_text::timestamptz;
      return true;
    exception when others then
      return false;
    end $$;
  end if;
end
$outer$;
