-- Whose sessions were given to which account, so that it can be undone. For the owner alone.
create table legacy_users (
  old_user_id text        primary key,
  user_id     text        not null,
  email       text        not null,
  mapped_at   timestamptz not null default now()
);

-- The sessions that changed hands: an account may have others, of its own or of another old user.
create table legacy_user_sessions (
  session_id  text primary key references chat_sessions (id) on delete cascade,
  old_user_id text not null references legacy_users (old_user_id) on delete cascade
);
create index legacy_user_sessions_by_user on legacy_user_sessions (old_user_id);

alter table legacy_users enable row level security;
alter table legacy_user_sessions enable row level security;
revoke all on legacy_users, legacy_user_sessions from public;
