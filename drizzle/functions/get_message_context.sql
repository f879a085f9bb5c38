-- get_message_context(user, prompt_id, max_messages) → the turns a model is asked with, oldest first: (id, role, content)
-- Does: walks the active line up to the prompt, each earlier prompt followed by its answer wherever that stands; prompts
--   after this one, and answers to them, are left out. Answers are found through their streams. Nothing when the prompt
--   is not the user's; a hidden session's answers go on, so it does not ask whether the session is deleted.
-- Errors: none.
-- Runs as: duck_reader, after its own owner check; takes no lock.
-- Example: select * from get_message_context('local', :prompt, 200);
create or replace function get_message_context(p_user text, p_prompt_id uuid, p_max_messages integer)
returns table (id uuid, role text, content text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  with recursive line as (
    select m.id, m.parent_id, m.message_index, m.role, m.content, m.origin, 1 as depth
    from messages m join chat_sessions c on c.id = m.session_id
    where m.id = p_prompt_id and c.user_id = p_user
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
