-- message_bytes(content, metadata) → bigint
-- Does: gives what a row weighs in a page: bytes of its text and of its metadata as JSON. A long text is not read for it.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select message_bytes('Hello', '{}');
create or replace function message_bytes(p_content text, p_metadata jsonb) returns bigint
language sql immutable parallel safe
as $$
  select octet_length(p_content)::bigint + coalesce(octet_length(p_metadata::text), 0)
$$;
