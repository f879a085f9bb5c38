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
  v_twice    uuid[] := array(select id from unnest(p_ids || p_stream_ids) id group by id having count(*) > 1);
  v_inserted integer;
begin
  -- Small tuples: what is only stored, the texts above all, does not go through here.
  select array_agg(n.status order by n.ord),
      array_agg(case n.status when 'count' then n.message_count end order by n.ord),
      array_agg(case n.status when 'new' then n.message_count + n.nth - 1 end order by n.ord),
      array_agg(case when n.has_parent then n.parent_id else coalesce(n.before, n.head_id) end order by n.ord),
      count(*) filter (where n.status = 'new')
    into statuses, message_counts, message_indexes, parent_ids, appended
  from (
    select j.*, row_number() over earlier as nth, lag(j.id) over earlier as before
    from (
      select g.ord, g.id, g.parent_id, g.has_parent, s.place, s.message_count, s.head_id, case
          when s.place is null then case
              when exists (select from chat_sessions c
                where c.id = g.session_id and c.user_id = g.owner and c.deleted_at is null) then 'busy'
              else 'not-found' end
          when g.id = any (v_twice) and array_position(p_ids, g.id) < g.ord then 'busy'
          when (g.has_parent is true or g.expected is not null)
            and array_position(p_session_ids, g.session_id) < g.ord then 'busy'
          when g.id = any (v_messages) then 'known'
          when g.id = any (v_streams) and p_origin <> 'stream' then 'conflict'
          when g.expected <> s.message_count then 'count'
          when g.has_parent and g.parent_id is not null and not is_message_of(g.parent_id, g.session_id) then 'parent'
          when g.stream_id = any (v_messages) or g.stream_id = any (v_streams) then 'conflict'
          when g.stream_id = any (v_twice)
            and (g.stream_id = any (p_ids) or array_position(p_stream_ids, g.stream_id) < g.ord) then 'conflict'
          else 'new' end as status
      from unnest(p_users, p_session_ids, p_ids, p_parent_ids, p_has_parents, p_expected_message_counts, p_stream_ids)
          with ordinality as g (owner, session_id, id, parent_id, has_parent, expected, stream_id, ord)
      left join (
        select h.owner, h.id, h.place, t.message_count, t.head_id
        from unnest(p_held_users, p_held) with ordinality as h (owner, id, place)
        cross join lateral session_tail(h.id) t
      ) s on s.id = g.session_id and s.owner = g.owner
    ) j
    window earlier as (partition by j.place, j.status order by j.ord)
  ) n;
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

  if p_stream_ids is null then return; end if;
  insert into message_streams
    (id, session_id, prompt_id, model, status, server_id, follows, head_at_open)
  select g.stream_id, g.session_id, g.id, g.model, 'queued', p_server_id, 'head', g.id
  from unnest(p_stream_ids, p_session_ids, p_ids, p_models, message_indexes)
    as g (stream_id, session_id, id, model, message_index)
  where g.stream_id is not null and g.message_index is not null;
end
$$;
