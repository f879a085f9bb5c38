-- legacy_grows(element, later) → boolean
-- Does: tells whether `later` is the same answer as `element`, with as much text or more: what an old app writes while an
--   answer streams in.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_grows('{"role": "assistant", "content": "He"}', '{"role": "assistant", "content": "Hello"}');
create or replace function legacy_grows(p_element jsonb, p_later jsonb) returns boolean
language sql immutable
as $$
  select p_element ->> 'role' = 'assistant' and p_later ->> 'role' = 'assistant'
    and jsonb_typeof(p_element -> 'content') = 'string' and jsonb_typeof(p_later -> 'content') = 'string'
    and (p_element -> 'id' is null or p_later -> 'id' is null or p_element -> 'id' = p_later -> 'id')
    and starts_with(p_later ->> 'content', p_element ->> 'content')
$$;
