-- The functions of version 0.1.0, as its server left them in a database. Written once; for the test of the upgrade.

-- append_locked(…) → the row and its result, 'new' or 'replay'; the one place where rows of messages are made
-- The caller holds the session's lock. The id is the idempotency key: the same payload gives the row that is
-- there, another payload QK409. Then the expected count (QK412, detail = actual count), then the parent (QK400).
-- Example: select * from append_locked('s1', gen_random_uuid(), 'user', 'hi', '{}', null, false, null, 'client', null, null);
create or replace function append_locked(
  p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb,
  p_parent_id uuid, p_has_parent boolean, p_expected_message_count integer,
  p_origin text, p_finish_reason text, p_moves_head boolean
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_row    messages;
  v_count  integer;
  v_parent uuid := p_parent_id;
begin
  select * into v_row from messages m where m.id = p_id;
  if found then
    if v_row.session_id <> p_session_id or v_row.role <> p_role or v_row.content <> p_content
      or v_row.origin <> p_origin
      or (p_has_parent and v_row.parent_id is distinct from p_parent_id) then
      raise exception using errcode = 'QK409', message = 'message id is taken';
    end if;
    return query select 'replay', v_row.message_index, v_row.metadata, v_row.parent_id, v_row.moves_head,
      v_row.origin, v_row.finish_reason, v_row.created_at, v_row.updated_at;
    return;
  end if;
  if p_origin <> 'stream' and exists (select from message_streams s where s.id = p_id) then
    raise exception using errcode = 'QK409', message = 'message id is taken by a stream';
  end if;

  v_count := session_message_count(p_session_id);
  if p_expected_message_count <> v_count then
    raise exception using errcode = 'QK412', message = 'message count differs', detail = v_count;
  end if;

  if not p_has_parent then
    v_parent := session_head(p_session_id);
  elsif p_parent_id is not null and not exists (
    select from messages m where m.id = p_parent_id and m.session_id = p_session_id
  ) then
    raise exception using errcode = 'QK400', message = 'parent is not in this session', column = 'parentId';
  end if;

  return query
    insert into messages as m
      (id, session_id, message_index, role, content, metadata, parent_id, moves_head, origin, finish_reason)
    values (p_id, p_session_id, v_count, p_role, p_content, coalesce(p_metadata, '{}'), v_parent,
      coalesce(p_moves_head, true), p_origin, p_finish_reason)
    returning 'new', m.message_index, m.metadata, m.parent_id, m.moves_head,
      m.origin, m.finish_reason, m.created_at, m.updated_at;
end
$$;

-- append_message(user, session_id, id, role, content, metadata, parent_id, has_parent, expected_message_count)
-- Appends one client's message at the end of the session, once. `has_parent` false means "follow the head".
-- Gives the row's columns that the caller does not know yet, and 'new' or 'replay'.
-- QK404 no such session of this user · QK409 id taken · QK412 other count (in detail) · QK400 bad parent.
-- Example: select * from append_message('local', 's1', gen_random_uuid(), 'user', 'Hello');
create or replace function append_message(
  p_user text, p_session_id text, p_id uuid, p_role text, p_content text, p_metadata jsonb default '{}',
  p_parent_id uuid default null, p_has_parent boolean default false,
  p_expected_message_count integer default null
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz
)
language plpgsql volatile
set lock_timeout = '2s'
as $$
begin
  perform lock_session(p_user, p_session_id);
  return query select * from append_locked(p_session_id, p_id, p_role, p_content, p_metadata,
    p_parent_id, p_has_parent, p_expected_message_count, 'client', null, null);
end
$$;

-- checkpoint_streams(server_id, stream_ids, start_units, end_units, deltas) → (stream_id, durable_unit)
-- Makes text of open streams durable, all in one statement. A delta that does not start where the durable text
-- ends is left out; the answer names, per stream that is open and this server's, where it ends now. A stream
-- that is missing from the answer is no longer this server's to write.
-- Example: select * from checkpoint_streams(:server, '{…}', '{0}', '{5}', '{Hello}');
create or replace function checkpoint_streams(
  p_server_id uuid, p_stream_ids uuid[], p_start_units integer[], p_end_units integer[], p_deltas text[]
) returns table (stream_id uuid, durable_unit integer)
language sql volatile
as $$
  with owned as materialized (
    -- locked, so that none is finalized between this look and the insert
    select s.id from message_streams s
    where s.id = any (p_stream_ids) and s.server_id = p_server_id and s.status = 'open'
    order by s.id for key share
  ), given as (
    select g.*, coalesce((
      select c.end_unit from stream_checkpoints c
      where c.stream_id = g.id order by c.start_unit desc limit 1), 0) as durable
    from unnest(p_stream_ids, p_start_units, p_end_units, p_deltas) as g (id, start_unit, end_unit, delta)
    join owned on owned.id = g.id
  ), added as (
    insert into stream_checkpoints as c (stream_id, start_unit, end_unit, delta)
    select id, start_unit, end_unit, delta from given where start_unit = durable
    returning c.stream_id, c.end_unit
  )
  select given.id, coalesce(added.end_unit, given.durable)
  from given left join added on added.stream_id = given.id
$$;

-- delete_session(user, session_id, forever) → ids of the streams that were still running; QK404 unless it is the user's
-- Hides the session everywhere at once; with `forever` erases it with all its messages. A hidden one can still
-- be erased. Waits for the appends that are under way, at most 1 s in the row's queue and 1 s for its holder.
-- Example: select * from delete_session('local', 's1', false);
create or replace function delete_session(p_user text, p_session_id text, p_forever boolean) returns setof uuid
language plpgsql volatile
set lock_timeout = '1s'
as $$
begin
  perform 1 from chat_sessions
    where id = p_session_id and user_id = p_user and (deleted_at is null or p_forever)
    for update;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query
    select s.id from message_streams s where s.session_id = p_session_id and s.ended_at is null;
  if p_forever then
    delete from chat_sessions where id = p_session_id;
  else
    update chat_sessions set deleted_at = now(), updated_at = now() where id = p_session_id;
  end if;
end
$$;

-- end_locked(stream, status, finish_reason, content, metadata, error_class) → message index, or null without a row
-- Ends a running stream: its text becomes exactly one row, or none when there is no text. The caller holds the
-- session's lock. An answer to a send follows the head while its prompt is on the active line, else the prompt;
-- any other follows the prompt and moves the head only if nobody has moved it since the stream was opened.
-- When a message of another session took the stream's id in the very moment it was opened, there is no row either.
-- Example: select end_locked(s, 'stopped', 'stopped', 'Hel', '{}', null) from message_streams s where id = :stream;
create or replace function end_locked(
  p_stream message_streams, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns integer
language plpgsql volatile
as $$
declare
  v_head       uuid := session_head(p_stream.session_id);
  v_parent     uuid := p_stream.prompt_id;
  v_moves_head boolean := v_head is not distinct from p_stream.head_at_open;
  v_index      integer;
begin
  if p_content <> '' and not exists (select from messages m where m.id = p_stream.id) then
    if p_stream.follows = 'head' then
      v_moves_head := is_on_line(p_stream.prompt_id, v_head);
      if v_moves_head then v_parent := v_head; end if;
    end if;
    select a.message_index into v_index from append_locked(p_stream.session_id, p_stream.id, 'assistant',
      p_content, p_metadata, v_parent, true, null, 'stream', p_finish_reason, v_moves_head) a;
  end if;
  update message_streams
    set status = p_status, ended_at = clock_timestamp(), error_class = p_error_class
    where id = p_stream.id;
  delete from stream_checkpoints where stream_id = p_stream.id;
  return v_index;
end
$$;

-- finalize_stream(server_id, stream_id, status, finish_reason, content, metadata, error_class)
--   → (result, message_index, message_count, head_id)
-- Ends this server's stream: 'ended' now, 'replay' when this very end was committed before, 'fenced' when the
-- stream was settled by someone else or is not this server's: nothing was written. message_index is null
-- without a row. Works on a hidden (deleted) session too, so that a restored one has its answer.
-- Example: select * from finalize_stream(:server, :stream, 'finalized', 'completed', 'Hello', '{}', null);
create or replace function finalize_stream(
  p_server_id uuid, p_stream_id uuid, p_status text, p_finish_reason text, p_content text, p_metadata jsonb,
  p_error_class text
) returns table (result text, message_index integer, message_count integer, head_id uuid)
language plpgsql volatile
set lock_timeout = '2s'
as $$
#variable_conflict use_column
declare
  v_stream message_streams;
  v_index  integer;
begin
  select * into v_stream from message_streams where id = p_stream_id;
  if not found then
    return query select 'fenced', null::integer, 0, null::uuid;
    return;
  end if;
  perform 1 from chat_sessions where id = v_stream.session_id for key share;
  perform pg_advisory_xact_lock(session_lock_key(v_stream.session_id));

  select * into v_stream from message_streams where id = p_stream_id for update;
  if v_stream.ended_at is null and v_stream.server_id = p_server_id then
    v_index := end_locked(v_stream, p_status, p_finish_reason, p_content, p_metadata, p_error_class);
    result := 'ended';
  else
    select m.message_index into v_index from messages m where m.id = p_stream_id and m.origin = 'stream';
    result := case
      when v_stream.server_id = p_server_id and v_stream.status = p_status then 'replay' else 'fenced' end;
  end if;
  return query select result, v_index, session_message_count(v_stream.session_id),
    session_head(v_stream.session_id);
end
$$;

-- get_message_context(prompt_id, max_messages) → the turns a model is asked with, oldest first: (role, content)
-- The active line up to the prompt, each earlier prompt followed by its answer wherever that stands; prompts
-- after this one, and answers to them, are left out. Answers are found through their streams.
-- Example: select * from get_message_context(:prompt, 200);
create or replace function get_message_context(p_prompt_id uuid, p_max_messages integer)
returns table (id uuid, role text, content text)
language sql stable
as $$
  with recursive prompt as (
    select * from messages where id = p_prompt_id
  ), line as (
    select m.id, m.parent_id, m.message_index, m.role, m.content, m.origin, 1 as depth
    from messages m where m.id = p_prompt_id
    union all
    select m.id, m.parent_id, m.message_index, m.role, m.content, m.origin, line.depth + 1
    from line join messages m on m.id = line.parent_id
    where line.depth < p_max_messages
  ), placed as (
    -- an answer on the line stands where its prompt stands
    select line.*, coalesce(asked.message_index, line.message_index) as place
    from line
    left join message_streams s on s.id = line.id
    left join messages asked on asked.id = s.prompt_id
    union all
    -- prompts on the line whose answer came after this prompt was sent: a message lower on the active line
    select a.id, a.parent_id, a.message_index, a.role, a.content, a.origin, 0, line.message_index
    from line
    join message_streams s on s.prompt_id = line.id and s.follows = 'head'
    join messages a on a.id = s.id
    where line.id <> p_prompt_id and not exists (select from line l where l.id = a.id)
      and not exists (
        select from line l join message_streams other on other.id = l.id and other.prompt_id = s.prompt_id)
  )
  select placed.id, placed.role, placed.content from placed
  order by place, message_index
$$;

-- get_session_message_count(user, session_id) → integer; QK404 unless the session is there and the user's
-- Example: select get_session_message_count('local', 's1');
create or replace function get_session_message_count(p_user text, p_session_id text) returns integer
language sql stable
as $$
  select message_count from get_session_state(p_user, p_session_id)
$$;

-- get_session_messages(user, session_id, before, after, limit, max_bytes) → rows of messages
-- By index alone: the rows after `after` ascending, else the rows before `before` (null: the newest) descending.
-- At most `limit` rows and `max_bytes` of content and metadata, but at least one row. Nothing for another's session.
-- Example: select * from get_session_messages('local', 's1', null, null, 50);
create or replace function get_session_messages(
  p_user text, p_session_id text, p_before integer, p_after integer, p_limit integer,
  p_max_bytes bigint default 4194304
) returns setof messages
language plpgsql stable
as $$
declare
  v_row       messages;
  v_row_bytes integer;
  v_bytes     bigint := 0;
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then return; end if;
  if p_after is not null then
    for v_row in
      select * from messages m where m.session_id = p_session_id and m.message_index > p_after
      order by m.message_index limit p_limit
    loop
      v_row_bytes := octet_length(v_row.content) + coalesce(octet_length(v_row.metadata::text), 0);
      v_bytes := v_bytes + v_row_bytes;
      exit when v_bytes > p_max_bytes and v_bytes > v_row_bytes;
      return next v_row;
    end loop;
  else
    for v_row in
      select * from messages m
      where m.session_id = p_session_id and m.message_index < coalesce(p_before, 2147483647)
      order by m.message_index desc limit p_limit
    loop
      v_row_bytes := octet_length(v_row.content) + coalesce(octet_length(v_row.metadata::text), 0);
      v_bytes := v_bytes + v_row_bytes;
      exit when v_bytes > p_max_bytes and v_bytes > v_row_bytes;
      return next v_row;
    end loop;
  end if;
end
$$;

-- get_session_state(user, session_id) → (message_count, head_id); QK404 unless the session is there and the user's
-- In one statement with get_session_messages both see the same snapshot.
-- Example: select * from get_session_state('local', 's1');
create or replace function get_session_state(p_user text, p_session_id text)
returns table (message_count integer, head_id uuid)
language plpgsql stable
as $$
begin
  perform 1 from chat_sessions where id = p_session_id and user_id = p_user and deleted_at is null;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  return query select session_message_count(p_session_id), session_head(p_session_id);
end
$$;

-- is_on_line(message_id, leaf_id) → true when the message is the leaf or above it
-- Parents have lower indexes, so the walk up ends at the message's own index.
-- Example: select is_on_line(:prompt, session_head('s1'));
create or replace function is_on_line(p_message_id uuid, p_leaf_id uuid) returns boolean
language sql stable
as $$
  with recursive wanted as (
    select message_index from messages where id = p_message_id
  ), line as (
    select m.id, m.parent_id, m.message_index from messages m where m.id = p_leaf_id
    union all
    select m.id, m.parent_id, m.message_index
    from line join messages m on m.id = line.parent_id
    where line.message_index > (select message_index from wanted)
  )
  select exists (select from line where id = p_message_id)
$$;

-- list_streams(user, session_id) → the session's streams without a row, oldest first; QK404 as get_session_state
-- Example: select * from list_streams('local', 's1');
create or replace function list_streams(p_user text, p_session_id text) returns setof message_streams
language plpgsql stable
as $$
begin
  perform get_session_state(p_user, p_session_id);
  return query
    select s.* from message_streams s
    where s.session_id = p_session_id and not exists (select from messages m where m.id = s.id)
    order by s.created_at, s.id;
end
$$;

-- lock_session(user, session_id) → nothing; QK404 unless the session is there, live and the user's
-- Pins the session's row against deletion and takes its advisory lock until the transaction ends. A statement
-- of its own, so that the statements after it read what the previous holder committed.
-- Example: perform lock_session('local', 's1');
create or replace function lock_session(p_user text, p_session_id text) returns void
language plpgsql volatile
as $$
begin
  perform 1 from chat_sessions
    where id = p_session_id and user_id = p_user and deleted_at is null
    for key share;
  if not found then
    raise exception using errcode = 'QK404', message = 'session not found';
  end if;
  perform pg_advisory_xact_lock(session_lock_key(p_session_id));
end
$$;

-- open_locked(…) → the stream, queued; the caller holds the session's lock
-- The same id with the same session and prompt gives the stream that is there; a send (`follows` = 'head') that
-- was already answered gives its stream whatever id is asked for now. QK409 id taken · QK400 bad prompt.
-- Example: select * from open_locked('s1', gen_random_uuid(), :prompt, null, 'duck/duck', :server, 'head');
create or replace function open_locked(
  p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text, p_server_id uuid,
  p_follows text
) returns setof message_streams
language plpgsql volatile
as $$
declare
  v_stream message_streams;
begin
  select * into v_stream from message_streams s
    where s.id = p_id or (p_follows = 'head' and s.follows = 'head' and s.prompt_id = p_prompt_id)
    order by s.prompt_id = p_prompt_id desc limit 1;
  if found then
    if v_stream.session_id <> p_session_id or v_stream.prompt_id <> p_prompt_id
      or v_stream.follows <> p_follows or v_stream.continue_from is distinct from p_continue_from then
      raise exception using errcode = 'QK409', message = 'stream id is taken';
    end if;
    return next v_stream;
    return;
  end if;
  if exists (select from messages m where m.id = p_id) then
    raise exception using errcode = 'QK409', message = 'stream id is taken by a message';
  end if;
  if not exists (
    select from messages m where m.id = p_prompt_id and m.session_id = p_session_id and m.role = 'user'
  ) then
    raise exception using errcode = 'QK400', message = 'prompt is no user message of this session',
      column = 'promptId';
  end if;
  if p_continue_from is not null and not exists (
    select from messages m
    where m.id = p_continue_from and m.session_id = p_session_id and m.role = 'assistant'
  ) then
    raise exception using errcode = 'QK400', message = 'no answer of this session to continue from',
      column = 'continueFrom';
  end if;

  return query
    insert into message_streams
      (id, session_id, prompt_id, continue_from, model, status, server_id, follows, head_at_open)
    values (p_id, p_session_id, p_prompt_id, p_continue_from, p_model, 'queued', p_server_id, p_follows,
      session_head(p_session_id))
    returning *;
end
$$;

-- open_stream(user, session_id, id, prompt_id, continue_from, model, server_id) → the stream, queued
-- Asks for another answer to a prompt: regenerate, retry or continue. Its row will follow the prompt.
-- The same id gives the same stream. QK404 session · QK409 id taken · QK400 bad prompt or continue_from.
-- Example: select * from open_stream('local', 's1', gen_random_uuid(), :prompt, null, 'duck/duck', :server);
create or replace function open_stream(
  p_user text, p_session_id text, p_id uuid, p_prompt_id uuid, p_continue_from uuid, p_model text,
  p_server_id uuid
) returns setof message_streams
language plpgsql volatile
set lock_timeout = '2s'
as $$
begin
  perform lock_session(p_user, p_session_id);
  return query select * from open_locked(p_session_id, p_id, p_prompt_id, p_continue_from, p_model,
    p_server_id, 'prompt');
end
$$;

-- send_message(user, session_id, id, content, metadata, parent_id, has_parent, expected_message_count,
--   stream_id, model, server_id) → the user's row (as append_message) and the queued stream of its answer
-- Both or neither are committed. Sent again with the same message id, it gives the same row and the same stream.
-- QK404, QK409, QK412, QK400 as append_message and open_stream.
-- Example: select * from send_message('local', 's1', :id, 'Hello', '{}', null, false, null, :stream, 'duck/duck', :server);
create or replace function send_message(
  p_user text, p_session_id text, p_id uuid, p_content text, p_metadata jsonb,
  p_parent_id uuid, p_has_parent boolean, p_expected_message_count integer,
  p_stream_id uuid, p_model text, p_server_id uuid
) returns table (
  result text, message_index integer, metadata jsonb, parent_id uuid, moves_head boolean,
  origin text, finish_reason text, created_at timestamptz, updated_at timestamptz,
  stream_id uuid, stream_model text, stream_status text, stream_error_class text, stream_server_id uuid,
  stream_created_at timestamptz, stream_opened_at timestamptz, stream_ended_at timestamptz
)
language plpgsql volatile
set lock_timeout = '2s'
as $$
declare
  v_message record;
  v_stream  message_streams;
begin
  perform lock_session(p_user, p_session_id);
  select * into v_message from append_locked(p_session_id, p_id, 'user', p_content, p_metadata,
    p_parent_id, p_has_parent, p_expected_message_count, 'client', null, null);
  select * into v_stream
    from open_locked(p_session_id, p_stream_id, p_id, null, p_model, p_server_id, 'head');
  return query select v_message.result, v_message.message_index, v_message.metadata, v_message.parent_id,
    v_message.moves_head, v_message.origin, v_message.finish_reason, v_message.created_at,
    v_message.updated_at, v_stream.id, v_stream.model, v_stream.status, v_stream.error_class,
    v_stream.server_id, v_stream.created_at, v_stream.opened_at, v_stream.ended_at;
end
$$;

-- session_head(session_id) → uuid of the leaf shown, null in an empty session
-- The last message that moved the head, or the line a person chose since. Checks no owner: for other functions.
-- Example: select session_head('s1');
create or replace function session_head(p_session_id text) returns uuid
language sql stable strict
as $$
  select case
    when s.head_id is null or last_move.message_index >= s.head_set_at_count then last_move.id
    else s.head_id
  end
  from chat_sessions s
  left join lateral (
    select m.id, m.message_index from messages m
    where m.session_id = s.id and m.moves_head
    order by m.message_index desc limit 1
  ) last_move on true
  where s.id = p_session_id
$$;

-- session_lock_key(session_id) → bigint
-- The advisory lock that serializes the writers of one session; every writer takes it through this function.
-- Two sessions that hash alike only wait for each other.
-- Example: select pg_advisory_xact_lock(session_lock_key('s1'));
create or replace function session_lock_key(p_session_id text) returns bigint
language sql immutable strict parallel safe
as $$
  select hashtextextended(p_session_id, 4815162342)
$$;

-- session_message_count(session_id) → integer
-- Last message index + 1, by one descent of the unique index. Checks no owner: for other functions.
-- Example: select session_message_count('s1');
create or replace function session_message_count(p_session_id text) returns integer
language sql stable strict
as $$
  select coalesce(
    (select message_index + 1 from messages where session_id = p_session_id order by message_index desc limit 1), 0)
$$;

-- settle_orphans(server_id, limit) → the streams ended, with what changed: (stream_id, session_id, user_id, message_index,
--   message_count, head_id)
-- Ends every running stream of a dead server as `interrupted`, each with the text of its checkpoints. Several
-- servers may do it at once: each stream is settled once. It waits for nobody: a stream whose session someone holds
-- is left for the next call. At most `limit` streams are settled, so that no transaction gets long.
-- Example: select * from settle_orphans(:dead_server, 20);
create or replace function settle_orphans(p_server_id uuid, p_limit integer) returns table (
  stream_id uuid, session_id text, user_id text, message_index integer, message_count integer, head_id uuid
)
language plpgsql volatile
as $$
#variable_conflict use_column
declare
  v_orphan record;
  v_stream message_streams;
  v_text   text;
  v_busy   text;
  v_ended  integer := 0;
begin
  for v_orphan in
    select s.id, s.session_id, c.user_id from message_streams s join chat_sessions c on c.id = s.session_id
    where s.server_id = p_server_id and s.ended_at is null
    order by s.session_id, s.created_at
  loop
    exit when v_ended = p_limit;
    continue when v_orphan.session_id = v_busy;
    perform 1 from chat_sessions where id = v_orphan.session_id for key share skip locked;
    if not found or not pg_try_advisory_xact_lock(session_lock_key(v_orphan.session_id)) then
      v_busy := v_orphan.session_id;
      continue;
    end if;
    select * into v_stream from message_streams where id = v_orphan.id and ended_at is null for update skip locked;
    continue when not found;
    v_text := stream_text(v_stream.id);
    message_index := end_locked(v_stream, 'interrupted', 'interrupted', v_text,
      jsonb_build_object('model', v_stream.model, 'promptId', v_stream.prompt_id), 'server-died');
    stream_id := v_stream.id;
    session_id := v_stream.session_id;
    user_id := v_orphan.user_id;
    message_count := session_message_count(v_stream.session_id);
    head_id := session_head(v_stream.session_id);
    v_ended := v_ended + 1;
    return next;
  end loop;
end
$$;

-- start_stream(server_id, stream_id) → 'open', 'busy' or 'gone'
-- Turns a queued stream into an open one. Busy: another answer of its session is open, ask again later. Gone: it is
-- no longer queued, or not this server's.
-- Example: select start_stream(:server, :stream);
create or replace function start_stream(p_server_id uuid, p_stream_id uuid) returns text
language plpgsql volatile
as $$
begin
  update message_streams set status = 'open', opened_at = now()
    where id = p_stream_id and server_id = p_server_id and status = 'queued';
  return case when found then 'open' else 'gone' end;
exception when unique_violation then
  return 'busy';
end
$$;

-- stream_text(stream_id) → the durable text of a running stream, '' when there is none
-- Checks no owner: for other functions.
-- Example: select stream_text(:stream);
create or replace function stream_text(p_stream_id uuid) returns text
language sql stable strict
as $$
  select coalesce(string_agg(delta, '' order by start_unit), '')
  from stream_checkpoints where stream_id = p_stream_id
$$;
