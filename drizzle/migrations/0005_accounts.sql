-- Who may sign in, and how. A schema of its own with a role of its own: whoever serves messages sees none of it. The names
-- `auth.users` and `auth.sessions` are left to hosted databases, which have tables of their own there.
create schema if not exists auth;

-- A user: a guest, or somebody with an e-mail address.
create table auth.people (
  id             text        primary key,
  name           text        not null,
  email          text        not null unique,
  email_verified boolean     not null default false,
  image          text,
  is_guest       boolean     not null default false,
  -- Where nobody has an address, the first guest runs the place.
  is_operator    boolean     not null default false,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);
create unique index people_one_operator on auth.people (is_operator) where is_operator;
-- Operators list those with an address, and guests may be many.
create index people_with_address on auth.people (id) where not is_guest;

-- A signed-in browser or program.
create table auth.sign_ins (
  id         text        primary key,
  user_id    text        not null references auth.people (id) on delete cascade,
  token      text        not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sign_ins_by_user on auth.sign_ins (user_id);

-- A way to sign in: a password's hash, or a user of another provider.
create table auth.credentials (
  id                       text        primary key,
  user_id                  text        not null references auth.people (id) on delete cascade,
  account_id               text        not null,
  provider_id              text        not null,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index credentials_by_user on auth.credentials (user_id);

-- What is good for once: links, and the state of a sign-in at another provider. Names are stored as digests.
create table auth.verifications (
  id         text        primary key,
  identifier text        not null,
  value      text        not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on auth.verifications (identifier);

-- Keys of programs, as SHA-256 digests.
create table auth.api_keys (
  id           uuid        primary key,
  user_id      text        not null references auth.people (id) on delete cascade,
  name         text        not null,
  digest       bytea       not null unique,
  last_four    text        not null,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz
);
create index api_keys_by_user on auth.api_keys (user_id);

-- Requests counted since the start of a window; not worth a flush to disk, and gone after a crash of Postgres.
create unlogged table auth.rate_counts (
  key       text        primary key,
  count     integer     not null,
  resets_at timestamptz not null
);

-- Users that are gone, until what they had is their heir's, or is erased where there is none.
create table auth.departures (
  user_id     text        primary key,
  heir        text,
  departed_at timestamptz not null default now()
);
