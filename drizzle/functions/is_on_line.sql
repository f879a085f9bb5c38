-- is_on_line(message_id, leaf_id) → true when the message is the leaf or above it
-- Does: walks up from the leaf. Parents have lower indexes, so the walk ends at the message's own index.
-- Errors: none.
-- Runs as: caller, for other functions: it checks no owner.
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
