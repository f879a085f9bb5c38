/** Refuses what cannot be carried over, as the migrator does. */
export const CHECK = `do $$
begin
  if to_regclass('public.chat_sessions') is null then
    raise exception 'There is no table chat_sessions here.';
  end if;
  if exists (
    select from (values ('id', 'text'), ('user_id', 'text'), ('messages', 'jsonb')) w (name, type)
    left join pg_attribute a on a.attrelid = to_regclass('public.chat_sessions') and a.attname = w.name and a.attnum > 0
    where format_type(a.atttypid, null) is distinct from w.type
      and not (w.type = 'text' and format_type(a.atttypid, null) is not distinct from 'character varying')
  ) then
    raise exception 'chat_sessions must have id and user_id of type text, and messages of type jsonb.'
      using hint = 'A uuid is made text by: alter table chat_sessions alter column user_id type text using user_id::text; '
        'policies and foreign keys that use it are dropped before and made again after, with auth.uid()::text.';
  end if;
  if exists (
    select from pg_policy p where p.polrelid = to_regclass('public.chat_sessions') and not p.polpermissive
      and p.polroles @> '{0}'
  ) then
    raise exception 'Restrictive policies on chat_sessions hold for everybody; give them to the old app''s roles instead.';
  end if;
end
$$;`

/** As the migrator's, but not concurrently: an editor may send all in one. */
export const INDEX = `do $$
begin
  if to_regclass('public.chat_sessions_by_activity') is not null then return; end if;
  execute format('create index chat_sessions_by_activity on public.chat_sessions (user_id, pinned desc, %s desc, id desc)',
    case when exists (
      select from pg_attribute where attrelid = 'public.chat_sessions'::regclass and attname = 'created_at'
        and atttypid = 'timestamptz'::regtype
    ) then '(coalesce(last_message_at, created_at))' else 'last_message_at' end);
end
$$;`

/** Commits after each slice where it may: where it is sent by itself. */
export const BACKFILL = `select set_config('duck.sent_with_others', now()::text, false);

do $$
declare
  v_whole boolean := current_setting('duck.sent_with_others', true) = now()::text;
  v_began timestamptz := clock_timestamp();
  v_after text := '';
  v_left  bigint := 1;
begin
  while v_left > 0 and clock_timestamp() < v_began + interval '45 s' loop
    select last_id into v_after from legacy_backfill(coalesce(v_after, ''));
    if v_after is null then
      perform legacy_work(200, 10000);
    end if;
    if not v_whole then commit; end if;
    select (select count(*) from chat_sessions c left join legacy_sessions l on l.session_id = c.id
        where c.storage <> 'rows' and l.absorbed_at is null)
      + (select count(*) from legacy_versions where place is null) into v_left;
  end loop;
  raise notice '% sessions are left', v_left;
end
$$;`

export const VERIFY = `select case when count(*) filter (where not v.ok) = 0
    then format('ok: %s sessions are proved, %s elements, %s rows', count(*), sum(v.elements), sum(v.rows))
    else format('NOT ok: %s of %s sessions are not proved', count(*) filter (where not v.ok), count(*)) end as verify,
  coalesce(string_agg(c.id || ': ' || v.detail, e'\\n' order by c.id) filter (where not v.ok), '') as differences
from chat_sessions c cross join lateral legacy_verify(c.id) v;`

/** Comments, so that who runs everything does not run it. */
export const WAY_BACK = `-- alter table chat_sessions disable trigger legacy_capture_insert;
-- alter table chat_sessions disable trigger legacy_capture_update;
-- drop policy if exists legacy_keeps on chat_sessions;
-- update legacy_state set captured_at = null;
--
-- and forward again, which absorbs what was written meanwhile:
--
-- update legacy_sessions set absorbed_at = null;
-- alter table chat_sessions enable always trigger legacy_capture_insert;
-- alter table chat_sessions enable always trigger legacy_capture_update;
-- update legacy_state set captured_at = clock_timestamp(), cursor_id = '';`
