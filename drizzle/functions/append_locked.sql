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
#variable_conflict use_column
declare
  v_row appended;
begin
  for v_row in
    with given as materialized (
      select g.*, p_stream_ids[g.ord] as stream_id,
        row_number() over (partition by g.session_id order by g.ord) > 1
          and (g.has_parent or g.expected is not null)
        or row_number() over (partition by g.id order by g.ord) > 1 as alone
      from unnest(p_session_ids, p_ids, p_roles, p_contents, p_metadata, p_parent_ids, p_has_parents,
        p_expected_message_counts)
        with ordinality as g (session_id, id, role, content, metadata, parent_id, has_parent, expected, ord)
      where p_left_out is null or not p_left_out[g.ord]
    ), sessions as materialized (
      select s.session_id, session_message_count(s.session_id) as message_count,
        session_head(s.session_id) as head_id
      from (select distinct g.session_id from given g) s
    ), judged as materialized (
      select g.*, s.message_count, s.head_id,
        case
          when g.alone then 'busy'
          when m.id is not null then case
            when m.session_id = g.session_id and m.role = g.role and m.content = g.content
              and m.origin = p_origin and (not g.has_parent or m.parent_id is not distinct from g.parent_id)
            then 'replay' else 'conflict' end
          when p_origin <> 'stream' and exists (select from message_streams t where t.id = g.id) then 'conflict'
          when g.expected <> s.message_count then 'count'
          when g.has_parent and g.parent_id is not null and not exists (
            select from messages p where p.id = g.parent_id and p.session_id = g.session_id) then 'parent'
          when g.stream_id is not null and (g.stream_id = any (p_ids)
            or (select count(*) from given other where other.stream_id = g.stream_id) > 1
            or exists (select from message_streams t where t.id = g.stream_id)
            or exists (select from messages t where t.id = g.stream_id)) then 'conflict'
          else 'new'
        end as status,
        m.message_index as old_index, m.metadata as old_metadata, m.parent_id as old_parent_id, m.moves_head,
        m.finish_reason, m.created_at, m.updated_at
      from given g
      join sessions s on s.session_id = g.session_id
      left join messages m on m.id = g.id
    ), numbered as materialized (
      select j.ord, j.session_id, j.id, j.role, j.content, coalesce(j.metadata, '{}') as metadata, j.stream_id,
        (j.message_count + row_number() over (partition by j.session_id order by j.ord) - 1)::integer
          as message_index,
        case when j.has_parent then j.parent_id
          else coalesce(lag(j.id) over (partition by j.session_id order by j.ord), j.head_id) end as parent_id
      from judged j where j.status = 'new'
    ), inserted as (
      insert into messages
        (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
      select n.id, n.session_id, n.message_index, n.role, n.content, n.metadata, n.parent_id, p_moves_head,
        p_origin, p_finish_reason
      from numbered n order by n.session_id, n.message_index
      returning messages.id, messages.message_index, messages.created_at, messages.updated_at
    ), opened as (
      insert into message_streams
        (id, session_id, prompt_id, model, status, server_id, follows, head_at_open)
      select n.stream_id, n.session_id, n.id, p_models[n.ord], 'queued', p_server_id, 'head', n.id
      from numbered n where n.stream_id is not null
      returning message_streams.id, message_streams.model, message_streams.created_at, message_streams.prompt_id
    )
    select j.ord::integer, j.status, j.message_count,
      coalesce(i.message_index, j.old_index), coalesce(n.metadata, j.old_metadata),
      coalesce(n.parent_id, j.old_parent_id), coalesce(j.moves_head, p_moves_head), p_origin,
      coalesce(j.finish_reason, p_finish_reason), coalesce(i.created_at, j.created_at),
      coalesce(i.updated_at, j.updated_at),
      o.id, o.model, case when o.id is not null then 'queued' end, null::text,
      case when o.id is not null then p_server_id end, o.created_at, null::timestamptz, null::timestamptz,
      null::integer, null::integer
    from judged j
    left join numbered n on n.ord = j.ord
    left join inserted i on i.id = n.id
    left join opened o on o.prompt_id = n.id
    order by j.ord
  loop
    if v_row.status = 'new' and v_row.created_at is null then
      raise exception using errcode = 'QK502', message = 'a numbered row was not inserted';
    end if;
    return next v_row;
  end loop;
end
$$;
