-- append_locked(held_users, held, users, session_ids, ids, roles, contents, metadata, parent_ids, has_parents,
--   expected_message_counts, stream_ids, models, server_id, origin, finish_reason, moves_head)
--   → (statuses, message_counts, message_indexes, parent_ids, appended), the arrays with an element a given row
-- Does: the one place where rows of messages are made. Each given row is judged: 'busy' (its session is live and the
--   user's, but not `held`; or the row is to be run singly: an id that stands twice in the batch, or an expectation or a
--   parent behind another row of its session), 'not-found' (no such session of this user), 'known' (the id is there
--   already), 'conflict' (the id or the stream id is taken), 'count' (another message count than expected, which is
--   given), 'parent' (not in the session), else 'new'. New rows take the next indexes of their session in the order
--   given, so a row that is refused leaves no gap; and their streams are opened, queued.
-- Errors: 23505 when an id was taken in this very moment, QK502 when fewer rows were inserted than were numbered: both
--   leave nothing of the batch.
-- Runs as: caller, who holds the lock of every session of `held`, taken in an earlier statement.
-- Example: select * from append_locked('{local}', '{s1}', '{local}', '{s1}', array[gen_random_uuid()], '{user}', '{Hello}',
--   null, null, null, null, null, null, null, 'client', null, true);
create or replace function append_locked(
  p_held_users text[], p_held text[],
  p_users text[], p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[], p_models text[], p_server_id uuid,
  p_origin text, p_finish_reason text, p_moves_head boolean,
  out statuses text[], out message_counts integer[], out message_indexes integer[], out parent_ids uuid[],
  out appended integer
)
language plpgsql volatile
as $$
declare
  -- What the ids of this batch meet: messages and streams that are there, and each other. Mostly nothing.
  v_messages uuid[] := array(select m.id from messages m where m.id = any (p_ids || p_stream_ids));
  v_streams  uuid[] := array(select t.id from message_streams t where t.id = any (p_ids || p_stream_ids));
  v_twice    uuid[] := '{}';
  -- The sessions held, with their count and head as the rows before leave them.
  v_owners   text[];
  v_sessions text[];
  v_counts   integer[];
  v_heads    uuid[];
  s          integer;
  -- Whether no row has to do with anything but its session's end.
  v_plain    boolean;
  v_judged   boolean := false;
  v_inserted integer;
begin
  if cardinality(p_ids || p_stream_ids) > 1 then
    v_twice := array(
      select id from unnest(p_ids || p_stream_ids) id where id is not null group by id having count(*) > 1);
  end if;
  v_plain := cardinality(v_messages) + cardinality(v_streams) + cardinality(v_twice) = 0
    and p_has_parents is null and p_expected_message_counts is null;
  if v_plain and cardinality(p_held) = cardinality(p_ids) then
    -- As many sessions as rows: each new row is the next of its own, and its session's head is what it follows.
    select array_agg(t.message_count order by g.ord), array_agg(t.head_id order by g.ord), count(*)
      into message_indexes, parent_ids, appended
      from unnest(p_users, p_session_ids) with ordinality as g (owner, id, ord)
      join unnest(p_held_users, p_held) as h (owner, id) on h.id = g.id and h.owner = g.owner
      cross join lateral session_tail(g.id) t;
    v_judged := appended = cardinality(p_ids);
  end if;
  if v_judged then
    statuses := array_fill('new'::text, array[appended]);
    message_counts := array_fill(null::integer, array[appended]);
  else
    select array_agg(h.owner), array_agg(h.id), array_agg(t.message_count), array_agg(t.head_id)
      into v_owners, v_sessions, v_counts, v_heads
      from unnest(p_held_users, p_held) as h (owner, id) cross join lateral session_tail(h.id) t;
    message_counts := array_fill(null::integer, array[cardinality(p_ids)]);
    message_indexes := message_counts;
    parent_ids := array_fill(null::uuid, array[cardinality(p_ids)]);
    appended := 0;
    -- Few and simple steps a row: one statement with joins and windows takes longer to begin than this for 32 rows.
    for i in 1 .. cardinality(p_ids) loop
      s := array_position(v_sessions, p_session_ids[i]);
      if s is null or v_owners[s] <> p_users[i] then
        statuses[i] := case
          when exists (select from chat_sessions c
            where c.id = p_session_ids[i] and c.user_id = p_users[i] and c.deleted_at is null) then 'busy'
          else 'not-found' end;
        continue;
      end if;
      if v_plain then
        statuses[i] := 'new';
      else
        statuses[i] := case
          when p_ids[i] = any (v_twice) and array_position(p_ids, p_ids[i]) < i then 'busy'
          when (p_has_parents[i] is true or p_expected_message_counts[i] is not null)
            and array_position(p_session_ids, p_session_ids[i]) < i then 'busy'
          when p_ids[i] = any (v_messages) then 'known'
          when p_ids[i] = any (v_streams) and p_origin <> 'stream' then 'conflict'
          when p_expected_message_counts[i] <> v_counts[s] then 'count'
          when p_has_parents[i] and p_parent_ids[i] is not null
            and not is_message_of(p_parent_ids[i], p_session_ids[i]) then 'parent'
          when p_stream_ids[i] = any (v_messages) or p_stream_ids[i] = any (v_streams) then 'conflict'
          when p_stream_ids[i] = any (v_twice)
            and (p_stream_ids[i] = any (p_ids) or array_position(p_stream_ids, p_stream_ids[i]) < i) then 'conflict'
          else 'new' end;
      end if;
      if statuses[i] <> 'new' then
        if statuses[i] = 'count' then message_counts[i] := v_counts[s]; end if;
        continue;
      end if;
      message_indexes[i] := v_counts[s];
      parent_ids[i] := case when p_has_parents[i] then p_parent_ids[i] else v_heads[s] end;
      v_counts[s] := v_counts[s] + 1;
      v_heads[s] := p_ids[i];
      appended := appended + 1;
    end loop;
  end if;
  if appended = 0 then return; end if;

  insert into messages
    (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
  select g.id, g.session_id, g.message_index, g.role, g.content, coalesce(g.metadata, '{}'), g.parent_id,
    p_moves_head, p_origin, p_finish_reason
  from unnest(p_ids, p_session_ids, message_indexes, p_roles, p_contents, p_metadata, parent_ids)
    as g (id, session_id, message_index, role, content, metadata, parent_id)
  where g.message_index is not null;
  get diagnostics v_inserted = row_count;
  if v_inserted <> appended then
    raise exception using errcode = 'QK502', message = 'a numbered row was not inserted';
  end if;
  perform mirror_appended(p_session_ids, p_ids, message_indexes);

  if p_stream_ids is null then return; end if;
  insert into message_streams
    (id, session_id, prompt_id, model, status, server_id, follows, head_at_open)
  select g.stream_id, g.session_id, g.id, g.model, 'queued', p_server_id, 'head', g.id
  from unnest(p_stream_ids, p_session_ids, p_ids, p_models, message_indexes)
    as g (stream_id, session_id, id, model, message_index)
  where g.stream_id is not null and g.message_index is not null;
end
$$;
