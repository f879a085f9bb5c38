import { besideOldTable } from './adopt.ts'
import { BACKFILL, CHECK, INDEX, VERIFY, WAY_BACK } from './editor-pieces.ts'
import { presentFiles, type SqlFile, sqlFile, sqlFiles } from './sql-files.ts'

const HEAD = `\
-- Carries the chats of an old app, which kept each conversation as one array in chat_sessions.messages, over to one row a message,
-- from an SQL editor. Written by \`pnpm schema\` from the files that the server applies itself, and held against them by a
-- test: never edited.
--
-- Run it as the owner of chat_sessions, whole, or a piece at a time from the top. A piece is what stands between two lines of
-- dashes; each can be run again. Nothing that is in the table is changed, and the old app goes on meanwhile: from the piece
-- "capture" on, whatever it writes becomes rows in the same commit. With more than some 100,000 messages run the second
-- statement of the piece "backfill" by itself, again and again, until it says that none is left: then it commits as it goes.
-- A server that is pointed at the database later goes on from here. It makes its accounts itself (schema auth).
`

/** Accounts are the server's business: it makes them when it is first pointed at the database. */
const LEFT_TO_SERVER = new Set(['migrations/0005_accounts.sql', 'policies/auth.sql'])
const ACCOUNTS_GRANTS = /revoke all on schema auth [\s\S]*auth\.departures\n  to duck_auth;\n/

/** The migration of an old app's database as one text for an SQL editor. */
export async function editorSql(): Promise<string> {
  const { roles, objects, grants, onOldTable } = await presentFiles({ adopted: true })
  const [first, ...others] = await sqlFiles('migrations')
  if (!first) throw new Error('There is no migration.')
  const migrations = [first, ...others, ...(await sqlFiles('legacy/migrations'))].filter(isOurs)
  const pieces: [string, string][] = [
    ['check: is this such a table?', CHECK],
    ['roles', `${roles.text}\n${TABLE_OF_MIGRATIONS}`],
    ['adoption: columns that chat_sessions lacks', inCommit([await sqlFile('legacy/adopt.sql')])],
    ...migrations.map((file): [string, string] => [
      file.name,
      inCommit([file === first ? besideOldTable(file) : file], { once: true }),
    ]),
    ['functions, policies and grants', inCommit([...objects.filter(isOurs), ...grants.map(withoutAccounts)])],
    ['index', INDEX],
    ['capture', inCommit(onOldTable)],
    ['backfill', BACKFILL],
    ['verify', VERIFY],
    ['way back: the old app is no longer captured, its table as before but for columns more', WAY_BACK],
  ]
  return `${HEAD}${pieces.map(([title, text]) => `\n${'-'.repeat(100)}\n-- ${title}\n\n${text.trim()}\n`).join('')}`
}

const TABLE_OF_MIGRATIONS = `create table if not exists public.duck_migrations (
  name text primary key, hash text not null, applied_at timestamptz not null default now());`

function isOurs({ name }: SqlFile): boolean {
  return !LEFT_TO_SERVER.has(name)
}

/** Not noted as applied, so that the server gives all grants. */
function withoutAccounts(file: SqlFile): SqlFile {
  return file.name === 'policies/grants.sql'
    ? { ...file, text: file.text.replace(ACCOUNTS_GRANTS, ''), hash: 'without accounts' }
    : file
}

function inCommit(files: readonly SqlFile[], { once = false } = {}): string {
  return [
    'begin;',
    'set local search_path = public;',
    'set local check_function_bodies = off;',
    ...files.map((file) => (once ? onlyOnce(file) : `${file.text.trim()}\n${noted(file)}`)),
    'commit;',
  ].join('\n')
}

function onlyOnce(file: SqlFile): string {
  return `do $piece$
begin
  if exists (select from duck_migrations where name = '${file.name}') then return; end if;
  execute $migration$
${file.text.trim()}
$migration$;
  ${noted(file)}
end
$piece$;`
}

function noted({ name, hash }: SqlFile): string {
  return `insert into duck_migrations (name, hash) values ('${name}', '${hash}')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;`
}
