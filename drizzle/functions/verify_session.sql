-- verify_session(user, session_id) → (check, ok, detail), one row a check
-- Does: reads the whole session and says whether it is what an append-only session must be: dense from 0, its count the
--   number of its rows, every parent an earlier row of its own, the head one of its rows, no ended stream with text left
--   over, and every answer's stream ended.
-- Errors: QK404 unless the session is there and the user's; deleted ones can be verified.
-- Runs as: duck_reader, after its own owner check; takes no lock, one snapshot for all checks.
-- Example: select * from verify_session('local', 's1');
create or replace function verify_session(p_user text, p_session_id text)
returns table ("check" text, ok boolean, detail text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    -- Once: a function in a condition on the rows would be called for each of them.
    with state as materialized (
      select t.message_count as counted, t.head_id as head from session_tail(p_session_id) t
    ), rows as (
      select m.id, m.message_index, m.parent_id, m.origin from messages m where m.session_id = p_session_id
    ), counts as (
      select count(*) as number, coalesce(min(message_index), 0) as lowest,
        coalesce(max(message_index), -1) as highest from rows
    ), parents as (
      select count(*) as wrong from rows r
      where r.parent_id is not null and not exists (
        select from rows p where p.id = r.parent_id and p.message_index < r.message_index)
    ), streams as (
      select count(*) filter (where s.ended_at is null and exists (select from rows r where r.id = s.id)) as open_rows,
        count(*) filter (where s.ended_at is not null and exists (
          select from stream_checkpoints c where c.stream_id = s.id)) as left_over
      from message_streams s where s.session_id = p_session_id
    )
    select 'dense', number = highest + 1 and lowest = 0, format('%s rows, indexes %s to %s', number, lowest, highest)
      from counts
    union all select 'count', number = counted, format('%s rows, count %s', number, counted) from counts, state
    union all select 'parents', wrong = 0, format('%s rows follow no earlier row of the session', wrong) from parents
    union all select 'head', case when number = 0 then head is null
        else exists (select from rows where rows.id = state.head) end,
      format('head %s', head) from counts, state
    union all select 'answers', open_rows = 0, format('%s running streams are rows already', open_rows) from streams
    union all select 'checkpoints', left_over = 0, format('%s ended streams have checkpoints', left_over) from streams;
end
$$;
