-- append_locked(session_ids, ids, roles, contents, metadata, parent_ids, has_parents, expected_message_counts,
--   stream_ids, models, server_id, origin, finish_reason, moves_head, left_out) → one row of type appended a given row
-- Does: the one place where rows of messages are made. In the order given, each row that is not `left_out` is judged:
--   'replay' (the id is there with the same payload), 'conflict' (with another, or the id or stream id is taken), 'count'
--   (another message count than expected), 'parent' (not in the session), 'busy' (to be run singly: an id that stands
--   twice in the batch, or an expectation or a parent behind another row of its session), else 'new'. New rows take
--   the next indexes of their session, so a row that is refused leaves no gap; and their streams are opened, queued.
-- Errors: 23505 when an id was taken in this very moment, QK502 when fewer rows were inserted than were numbered: both
--   leave nothing of the batch.
-- Runs as: caller, who holds the lock of every session whose rows are not left out, taken in an earlier statement.
-- Example: select * from append_locked('{s1}', array[gen_random_uuid()], '{user}', '{Hello}', '{null}', '{null}',
--   '{f}', '{null}', null, null, null, 'client', null, true, null);
create or replace function append_locked(
  p_session_ids text[], p_ids uuid[], p_roles text[], p_contents text[], p_metadata jsonb[],
  p_parent_ids uuid[], p_has_parents boolean[], p_expected_message_counts integer[],
  p_stream_ids uuid[], p_models text[], p_server_id uuid,
  p_origin text, p_finish_reason text, p_moves_head boolean, p_left_out boolean[]
) returns setof appended
language plpgsql volatile
as $$
declare
  -- The sessions, with their count and head as the rows before leave them, and whether there was one.
  v_sessions  text[];
  v_counts    integer[];
  v_heads     uuid[];
  v_begun     boolean[];
  s           integer;
  -- Ids of this batch that are taken by messages and by streams: mostly none.
  v_messages  uuid[] := array(select m.id from messages m where m.id = any (p_ids || p_stream_ids));
  v_streams   uuid[] := array(select t.id from message_streams t where t.id = any (p_ids || p_stream_ids));
  -- What the new rows get.
  v_indexes   integer[] := array_fill(null::integer, array[cardinality(p_ids)]);
  v_parents   uuid[] := p_parent_ids;
  v_new       integer := 0;
  v_answers   boolean := false;
  v_inserted  integer;
  v_statuses  text[] := array_fill(null::text, array[cardinality(p_ids)]);
  v_row       appended;
begin
  select array_agg(d.id), array_agg(t.message_count), array_agg(t.head_id), array_agg(false)
    into v_sessions, v_counts, v_heads, v_begun
    from (select distinct id from unnest(p_session_ids) id) d cross join lateral session_tail(d.id) t;

  for i in 1 .. cardinality(p_ids) loop
    continue when p_left_out[i];
    s := array_position(v_sessions, p_session_ids[i]);
    v_statuses[i] := case
      when array_position(p_ids, p_ids[i]) < i
        or v_begun[s] and (p_has_parents[i] or p_expected_message_counts[i] is not null) then 'busy'
      when p_ids[i] = any (v_messages) then 'known'
      when p_ids[i] = any (v_streams) and p_origin <> 'stream' then 'conflict'
      when p_expected_message_counts[i] <> v_counts[s] then 'count'
      when p_has_parents[i] and p_parent_ids[i] is not null
        and not is_message_of(p_parent_ids[i], p_session_ids[i]) then 'parent'
      when p_stream_ids[i] is not null and (
        p_stream_ids[i] = any (p_ids) or p_stream_ids[i] = any (v_messages) or p_stream_ids[i] = any (v_streams)
        or array_position(p_stream_ids, p_stream_ids[i]) < i) then 'conflict'
      else 'new' end;
    v_begun[s] := true;
    continue when v_statuses[i] <> 'new';
    v_indexes[i] := v_counts[s];
    if not p_has_parents[i] then v_parents[i] := v_heads[s]; end if;
    v_counts[s] := v_counts[s] + 1;
    v_heads[s] := p_ids[i];
    v_new := v_new + 1;
    v_answers := v_answers or p_stream_ids[i] is not null;
  end loop;

  if v_new > 0 then
    insert into messages
      (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
    select g.id, g.session_id, g.message_index, g.role, g.content, coalesce(g.metadata, '{}'), g.parent_id,
      p_moves_head, p_origin, p_finish_reason
    from unnest(p_ids, p_session_ids, v_indexes, p_roles, p_contents, p_metadata, v_parents)
      as g (id, session_id, message_index, role, content, metadata, parent_id)
    where g.message_index is not null;
    get diagnostics v_inserted = row_count;
    if v_inserted <> v_new then
      raise exception using errcode = 'QK502', message = 'a numbered row was not inserted';
    end if;
  end if;
  if v_answers then
    insert into message_streams
      (id, session_id, prompt_id, model, status, server_id, follows, head_at_open)
    select g.stream_id, g.session_id, g.id, g.model, 'queued', p_server_id, 'head', g.id
    from unnest(p_stream_ids, p_session_ids, p_ids, p_models, v_indexes)
      as g (stream_id, session_id, id, model, message_index)
    where g.stream_id is not null and g.message_index is not null;
  end if;

  for i in 1 .. cardinality(p_ids) loop
    continue when p_left_out[i];
    v_row := null;
    v_row.ord := i;
    v_row.status := v_statuses[i];
    if v_row.status = 'known' then
      select case when m.session_id = p_session_ids[i] and m.role = p_roles[i] and m.content = p_contents[i]
            and m.origin = p_origin and (not p_has_parents[i] or m.parent_id is not distinct from p_parent_ids[i])
          then 'replay' else 'conflict' end,
          m.message_index, m.metadata, m.parent_id, m.moves_head, m.origin, m.finish_reason, m.created_at, m.updated_at
        into v_row.status, v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head, v_row.origin,
          v_row.finish_reason, v_row.created_at, v_row.updated_at
        from messages m where m.id = p_ids[i];
    elsif v_row.status = 'count' then
      v_row.message_count := v_counts[array_position(v_sessions, p_session_ids[i])];
    elsif v_row.status = 'new' then
      v_row.message_index := v_indexes[i];
      v_row.metadata := coalesce(p_metadata[i], '{}');
      v_row.parent_id := v_parents[i];
      v_row.moves_head := p_moves_head;
      v_row.origin := p_origin;
      v_row.finish_reason := p_finish_reason;
      v_row.created_at := now();
      v_row.updated_at := now();
      if p_stream_ids[i] is not null then
        v_row.stream_id := p_stream_ids[i];
        v_row.stream_model := p_models[i];
        v_row.stream_status := 'queued';
        v_row.stream_server_id := p_server_id;
        v_row.stream_created_at := now();
      end if;
    end if;
    return next v_row;
  end loop;
end
$$;
