-- search_messages(user, query, session_id, cursor_session, cursor_index, limit, max_bytes)
--   → (message_id, session_id, message_index, excerpt, match_start), latest session id and highest index first
-- Does: finds messages of the user's live sessions, or of one, whose text contains the query: literally, but for the
--   case of letters as the database's locale knows it. `excerpt` is up to 160 characters of the text around the first
--   match, which begins after match_start of them; null where a letter's other case is longer, so that the place is not
--   known. A call looks at `max_bytes` of text (a row counts 256 bytes more) and for half a second at most, but at one
--   row at least. A last row without a message says where to go on: its session and index are the cursor of the next
--   call.
-- Errors: QK404 unless session_id is null or there, live and the user's.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from search_messages('local', '100%', null, null, null, 50);
create or replace function search_messages(
  p_user text, p_query text, p_session_id text, p_cursor_session text, p_cursor_index integer, p_limit integer,
  p_max_bytes bigint default 67108864
) returns table (message_id uuid, session_id text, message_index integer, excerpt text, match_start integer)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
#variable_conflict use_column
declare
  v_until   timestamptz := clock_timestamp() + interval '500 milliseconds';
  v_query   text := lower(p_query);
  -- A long query is looked for in bytes, compared by memcmp: strpos and LIKE take up to half a minute for it in one
  -- text that repeats itself.
  v_bytes   bytea := case when octet_length(p_query) > 64 then convert_to(v_query, 'UTF8') end;
  v_left    bigint := p_max_bytes;
  v_highest integer;
  v_hits    integer := 0;
  v_content text;
  v_folded  text;
  v_at      integer;
  v_from    integer;
begin
  if p_session_id is not null then
    perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
    if not found then
      raise exception using errcode = 'QK404', message = 'session not found';
    end if;
  end if;

  for session_id in
    select c.id from chat_sessions c
    where c.user_id = p_user and c.deleted_at is null and (p_session_id is null or c.id = p_session_id)
      -- Nothing stands before index 0: so a call that stops at once has still gone on.
      and (p_cursor_session is null or c.id < p_cursor_session or c.id = p_cursor_session and p_cursor_index > 0)
    order by c.id desc
  loop
    v_highest := case when search_messages.session_id = p_cursor_session then p_cursor_index - 1 else 2147483647 end;
    for message_id, message_index, v_content in
      select m.id, m.message_index, m.content from messages m
      where m.session_id = search_messages.session_id and m.message_index <= v_highest
      order by m.message_index desc
    loop
      v_folded := lower(v_content);
      if v_bytes is null then
        v_at := strpos(v_folded, v_query);
      else
        v_at := position(v_bytes in convert_to(v_folded, 'UTF8'));
        if v_at > 0 then
          v_at := char_length(convert_from(substring(convert_to(v_folded, 'UTF8') for v_at - 1), 'UTF8')) + 1;
        end if;
      end if;
      if v_at > 0 then
        v_from := greatest(least(v_at - 61, char_length(v_content) - 160), 0);
        excerpt := substr(v_content, v_from + 1, 160);
        match_start := case when lower(substr(v_content, v_at, char_length(p_query))) = v_query
          then v_at - 1 - v_from end;
        v_hits := v_hits + 1;
        return next;
      end if;
      v_left := v_left - octet_length(v_content) - 256;
      exit when v_hits >= p_limit or v_left <= 0 or clock_timestamp() > v_until;
    end loop;
    v_left := v_left - 256;
    if v_hits >= p_limit or v_left <= 0 or clock_timestamp() > v_until then
      message_index := coalesce(search_messages.message_index, 0);
      message_id := null;
      excerpt := null;
      match_start := null;
      return next;
      return;
    end if;
  end loop;
end
$$;
