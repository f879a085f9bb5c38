import { besideOldTable } from '../migrate/adopt.ts'
import { presentFiles, type SqlFile, sqlFile, sqlFiles } from '../migrate/sql-files.ts'
import { CHECKS, NOT_NEWER } from './editor-checks.ts'
import { BACKFILL, CAPTURE_AGAIN, HEAD, INDEX, LEFT, TURN_BACK, VERIFY } from './editor-pieces.ts'

/** Accounts are made by the server: in a hosted database the schema `auth` may be somebody else's. */
const ACCOUNTS = new Set(['migrations/0005_accounts.sql', 'policies/auth.sql'])
const GRANTS = 'policies/grants.sql'

/** `drizzle/legacy/append-only-messages-migration.sql`: what `migrate` does to an old app's database, and the backfill, for a SQL editor. */
export async function editorFile(): Promise<string> {
  const { roles, objects, grants, onOldTable } = await presentFiles({ adopted: true })
  const [first, ...others] = (await sqlFiles('migrations')).filter(isOurs)
  if (!first) throw new Error('There is no first migration.')
  const columns = await sqlFile('legacy/adopt.sql')
  const migrations = [...others, ...(await sqlFiles('legacy/migrations'))]
  const bodies: [title: string, text: string][] = [
    ['looks whether this can be done; changes nothing', `${CHECKS}\n${notNewer([first, ...migrations])}`],
    ['makes the roles', roles.text],
    [
      'adds to the old table, and makes the tables of messages',
      transaction(BOOK, once(columns), once(first, besideOldTable(first).text)),
    ],
    ['makes the other tables', transaction(...migrations.map((file) => once(file)))],
    ['makes functions and policies, and says who may do what', present(objects.filter(isOurs), grants)],
    ['makes the index of sessions', INDEX],
    ['captures what the old app writes from now on', transaction(CAPTURE_AGAIN, ...onOldTable.map(plain))],
    ['makes rows of the arrays; to be run again, alone, until piece 9 says that 0 are left', BACKFILL],
    ['says what is left', LEFT],
    ['proves every session', VERIFY],
    ['turns back; in a comment, so that it is not run with the others', TURN_BACK],
  ]
  const pieces = bodies.map(([title, text], index) => `-- Piece ${index + 1}: ${title}\n${text.trim()}\n`)
  return [HEAD, ...pieces].join('\n')
}

function isOurs({ name }: SqlFile): boolean {
  return !ACCOUNTS.has(name)
}

const BOOK = `create table if not exists public.duck_migrations (
  name text primary key, hash text not null, applied_at timestamptz not null default now());`

/** With what the migrator sets, and as patient with the old app. */
function transaction(...texts: string[]): string {
  const settings = ['search_path = public', 'check_function_bodies = off', "lock_timeout = '100ms'"]
  return ['begin;', ...settings.map((each) => `set local ${each};`), ...texts, 'commit;'].join('\n')
}

function present(objects: SqlFile[], grants: SqlFile[]): string {
  // The server gives all grants, those to accounts too, when it makes these: until then that file counts as not applied.
  const given = grants.map((file) => (file.name === GRANTS ? withoutAccounts(file) : plain(file)))
  return transaction(...objects.map(plain), ...given)
}

const AUTH_GRANTS = /revoke all on schema auth from public;\n[\s\S]*?\n {2}to duck_auth;\n/

function withoutAccounts({ name, text }: SqlFile): string {
  if (!AUTH_GRANTS.test(text)) throw new Error('The grants on accounts are not where they were.')
  return `-- ${name}, without accounts\n${text.replace(AUTH_GRANTS, '')}`
}

function plain(file: SqlFile): string {
  return `-- ${file.name}\n${file.text}${record(file)}`
}

function record({ name, hash }: SqlFile): string {
  return `insert into duck_migrations (name, hash) values ('${name}', '${hash}')
  on conflict (name) do update set hash = excluded.hash, applied_at = now() where duck_migrations.hash <> excluded.hash;`
}

/** A migration, which is not applied again: `text` may stand for what is in the file. */
function once(file: SqlFile, text = file.text): string {
  const { name, hash } = file
  return `do $once$
begin
  if exists (select from duck_migrations where name = '${name}' and hash = '${hash}') then return; end if;
  if exists (select from duck_migrations where name = '${name}' and name ~ '^(legacy/)?migrations/') then
    raise exception 'The file drizzle/${name} was changed after it had been applied; use the file of that version.';
  end if;
  execute $file$
${text.trimEnd()}
$file$;
  ${record(file).replaceAll('\n', '\n  ')}
end
$once$;`
}

function notNewer(known: SqlFile[]): string {
  const names = [...known.map(({ name }) => name), ...ACCOUNTS].map((name) => `'${name}'`)
  return NOT_NEWER.replace('KNOWN', names.join(', '))
}
