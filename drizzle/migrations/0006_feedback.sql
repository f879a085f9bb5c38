-- What a user thinks of a message. A row of its own, since messages never change.
create table message_feedback (
  -- No foreign key: a message goes with its session alone, and nothing may stand in the way of the trigger that refuses to
  -- truncate messages.
  message_id    uuid        primary key,
  session_id    text        not null references chat_sessions (id) on delete cascade,
  -- By this a page finds what belongs to it.
  message_index integer     not null,
  value         text        not null check (value in ('up', 'down')),
  note          text        check (char_length(note) <= 2000),
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  unique (session_id, message_index)
);
