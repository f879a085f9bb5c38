-- legacy_content(content) → text
-- Does: gives the text of an element's content: text as it is, nothing for null, the text parts of an array on a line each, the
--   `text` of an object, and JSON for what has no text.
-- Errors: none.
-- Runs as: caller; takes no lock.
-- Example: select legacy_content('[{"type": "text", "text": "Hello"}]');
create or replace function legacy_content(p_content jsonb) returns text
language sql immutable
as $$
  select case jsonb_typeof(p_content)
    when 'string' then p_content #>> '{}'
    when 'array' then coalesce(
      (select string_agg(
          case when jsonb_typeof(part) = 'string' then part #>> '{}' else part ->> 'text' end, e'\n' order by ord)
        from jsonb_array_elements(p_content) with ordinality p (part, ord)
        where jsonb_typeof(part) = 'string' or jsonb_typeof(part -> 'text') = 'string'),
      case when p_content = '[]' then '' else p_content::text end)
    when 'object' then case
      when jsonb_typeof(p_content -> 'text') = 'string' then p_content ->> 'text' else p_content::text end
    when 'null' then ''
    else coalesce(p_content::text, '')
  end
$$;
