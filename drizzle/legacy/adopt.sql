-- An old app's table becomes ours: columns are added, nothing that is there is rewritten. Runs before the migrations, in the place
-- of the statement of 0001 that makes this table; may be run again. What old rows need not satisfy is checked for new ones only.
alter table chat_sessions add column if not exists title text;
alter table chat_sessions add column if not exists title_by text;
alter table chat_sessions add column if not exists model text;
alter table chat_sessions add column if not exists system_prompt text;
alter table chat_sessions add column if not exists head_id uuid;
alter table chat_sessions add column if not exists head_set_at_count integer;
alter table chat_sessions add column if not exists last_read_index integer not null default -1;
alter table chat_sessions add column if not exists pinned boolean not null default false;
alter table chat_sessions add column if not exists archived_at timestamptz;
alter table chat_sessions add column if not exists deleted_at timestamptz;
alter table chat_sessions add column if not exists created_at timestamptz not null default now();
alter table chat_sessions add column if not exists updated_at timestamptz not null default now();
alter table chat_sessions add column if not exists last_message_at timestamptz;
-- array: the old app's array is kept, captured and mirrored. reads: so too, but rows are trusted. rows: cut over.
alter table chat_sessions add column if not exists storage text not null default 'array';
alter table chat_sessions alter column messages set default '[]';
alter table chat_sessions alter column created_at set default now();
alter table chat_sessions alter column updated_at set default now();

do $$
declare
  v_name text;
  v_rule text;
begin
  for v_name, v_rule in values
    ('chat_sessions_title_by_check', $rule$title_by in ('user', 'model')$rule$),
    ('chat_sessions_model_check', 'char_length(model) <= 100'),
    ('chat_sessions_check', '(head_id is null) = (head_set_at_count is null)'),
    ('chat_sessions_check1', 'title_by is null or title is not null'),
    ('chat_sessions_storage_check', $rule$storage in ('array', 'reads', 'rows')$rule$)
  loop
    if not exists (
      select from pg_constraint where conrelid = 'chat_sessions'::regclass and conname = v_name
    ) then
      execute format('alter table chat_sessions add constraint %I check (%s) not valid', v_name, v_rule);
    end if;
  end loop;
end
$$;
