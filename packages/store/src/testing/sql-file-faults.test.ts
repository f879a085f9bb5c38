import { describe, expect, test } from 'vitest'
import { sqlFileFaults } from './sql-file-faults.ts'

const GOOD = `\
-- lock_it(user, session_id,
--   wait) → nothing
-- Does: locks it, and says in its body what
--   create or replace function would say.
-- Errors: QK404 no such session of this user
-- Runs as: duck_writer, after its own owner check; takes the session's lock
-- Example: perform lock_it('local', 's1', true);
create or replace function lock_it(p_user text, p_session_id text, p_wait boolean) returns void
language plpgsql volatile
security definer
set search_path = pg_catalog, public, pg_temp
as $$
begin
  create temporary table other ();
end
$$;
`

const faults = (text: string, folder: 'functions' | 'triggers' = 'functions') =>
  sqlFileFaults(folder, { name: 'lock_it.sql', text })
const without = (start: string) => GOOD.replace(new RegExp(`^${start}.*\n`, 'm'), '')

test('a file with its header and its function has no fault', () => {
  expect(faults(GOOD)).toEqual([])
  expect(faults(GOOD.replaceAll('$$', '$body$'))).toEqual([])
  expect(faults(GOOD.replace('pg_temp\nas', 'pg_temp as'))).toEqual([])
})

test('a function that runs as its caller needs no search_path', () => {
  const caller = without('security definer').replace(/^set search_path.*\n/m, '')
  expect(faults(caller.replace('duck_writer, after', 'caller, after'))).toEqual([])
})

test('a trigger stands beside its function in triggers/ only', () => {
  const trigger = `${GOOD}create or replace trigger refuse before delete on messages execute function lock_it();\n`
  expect(faults(trigger, 'triggers')).toEqual([])
  expect(faults(trigger)).toEqual(['functions/lock_it.sql: The trigger refuse belongs elsewhere.'])
})

describe('each is a fault, and named', () => {
  test.each([
    ['no signature', without('-- lock_it'), '-- lock_it(…) → …'],
    ['another name in the signature', GOOD.replace('-- lock_it', '-- lock'), '-- lock_it(…) → …'],
    ['no result in the signature', GOOD.replace(' → nothing', ''), '-- lock_it(…) → …'],
    ['nothing on what it does', without('-- Does'), '-- Does: …'],
    ['nothing on errors', without('-- Errors'), '-- Errors: '],
    ['errors without a SQLSTATE', GOOD.replace('QK404 no', 'no'), '-- Errors: '],
    ['nothing on whom it runs as', without('-- Runs as'), '-- Runs as: '],
    ['someone else it runs as', GOOD.replace('duck_writer', 'root'), '-- Runs as: '],
    ['no example', without('-- Example'), '-- Example: …'],
    ['a line more', GOOD.replace('-- Example', '-- Note: x\n-- Example'), 'has 6 parts, not 5'],
    ['a line that goes on unmarked', GOOD.replace('--   wait', '--  wait'), 'neither "-- " nor "--   "'],
    ['an empty line before the function', GOOD.replace('\ncreate', '\n\ncreate'), 'After the header comes'],
    [
      'a statement before the function',
      GOOD.replace('\ncreate', '\nset x = 1;\ncreate'),
      'After the header comes',
    ],
    ['another function', GOOD.replace('function lock_it', 'function unlock'), 'It creates unlock.'],
    ['two functions', GOOD + GOOD, 'It creates 2 functions, not one.'],
    ['a table', `${GOOD}create table mine ();\n`, 'The table mine belongs elsewhere.'],
    ['no replacing', GOOD.replace('\ncreate or replace', '\ncreate'), 'not create or replace'],
    ['a search_path of the caller', without('set search_path'), 'ends in pg_temp'],
    ['a search_path that others can write to', GOOD.replace(', pg_temp', ''), 'ends in pg_temp'],
    ['pg_temp before the tables', GOOD.replace('public, pg_temp', 'pg_temp, public'), 'ends in pg_temp'],
    ['a definer that is called caller', GOOD.replace('duck_writer', 'caller'), 'It runs as its owner'],
    ['a caller that is called duck_writer', without('security definer'), 'It runs as caller'],
  ])('%s', (_what, text, fault) => {
    expect(text).not.toBe(GOOD)
    expect(faults(text).join('\n')).toContain(fault)
  })
})
