/** The conditions of `adoptionFaults`, in SQL; a test holds both to say the same. */
export const CHECKS = `do $$
declare
  v_table    regclass := to_regclass('public.chat_sessions');
  v_id       text := 'missing';
  v_user     text := 'missing';
  v_messages text;
  v_policies text;
  v_adopted  boolean;
  v_faults   text[] := '{}';
begin
  if current_setting('server_version_num')::int < 150000 then
    raise exception 'This is Postgres %; The Duck needs 15 or newer.', current_setting('server_version_num')::int / 10000;
  end if;
  select coalesce(max(format_type(atttypid, null)) filter (where attname = 'id'), 'missing'),
      coalesce(max(format_type(atttypid, null)) filter (where attname = 'user_id'), 'missing'),
      max(format_type(atttypid, null)) filter (where attname = 'messages'),
      coalesce(bool_or(attname = 'storage'), false)
    into v_id, v_user, v_messages, v_adopted
    from pg_attribute where attrelid = v_table and attnum > 0 and not attisdropped;
  if v_messages is null then
    raise exception 'There is no table chat_sessions with a column messages, as the old app has it.';
  end if;
  if v_id not in ('text', 'character varying') then
    v_faults := v_faults || format('The column chat_sessions.id is %s; it has to be text.', v_id);
  end if;
  if v_user not in ('text', 'character varying') then
    v_faults := v_faults || format('The column chat_sessions.user_id is %s; it has to be text.', v_user);
  end if;
  if v_messages <> 'jsonb' then
    v_faults := v_faults || format('The column chat_sessions.messages is %s; it has to be jsonb.', v_messages);
  end if;
  if not exists (
    select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indrelid = v_table and i.indisunique and i.indnkeyatts = 1 and i.indpred is null and a.attname = 'id'
  ) then
    v_faults := v_faults || text 'The column chat_sessions.id is not unique; it has to be the primary key.';
  end if;
  select string_agg(polname, ', ') into v_policies from pg_policy
    where polrelid = v_table and not polpermissive and polroles @> '{0}';
  if v_policies is not null and not v_adopted then
    v_faults := v_faults || format('The restrictive policies %s on chat_sessions hold for everybody, '
      'The Duck''s roles too; give them to the old app''s roles instead.', v_policies);
  end if;
  if v_faults <> '{}' then raise exception '%', array_to_string(v_faults, E'\\n'); end if;
end
$$;`

/** With the known migrations in the place of KNOWN: an old copy of the file must not put old functions over newer tables. */
export const NOT_NEWER = `do $$
declare
  v_name text;
begin
  if to_regclass('public.duck_migrations') is null then return; end if;
  select name into v_name from public.duck_migrations
    where name ~ '^(legacy/)?migrations/' and name not in (KNOWN) limit 1;
  if v_name is not null then
    raise exception 'The file drizzle/% was applied by a newer version; use the file of that version.', v_name;
  end if;
end
$$;`
