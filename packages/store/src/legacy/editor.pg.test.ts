import { readFile } from 'node:fs/promises'
import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { editorSql } from '../migrate/editor-sql.ts'
import { migrate } from '../migrate/migrate.ts'
import { type Hosted, useHosted } from './testing/hosted.ts'
import { elements } from './testing/old-app.ts'

const hostedDatabase = useHosted()
const FILE = new URL('../../../../drizzle/legacy/append-only-messages-migration.sql', import.meta.url)
const ANN = '0190a000-0000-7000-8000-00000000000a'
const BO = '0190a000-0000-7000-8000-00000000000b'

async function fill({ owner }: Hosted): Promise<void> {
  for (const [id, user] of [
    ['a', ANN],
    ['b', BO],
  ] as const)
    await owner`
      insert into chat_sessions (id, user_id, messages)
      values (${id}, ${user}, ${JSON.stringify(elements('u: Hello', 'a: Hi', 's: odd'))}::text::jsonb)`
}

/** The pieces as somebody copies them, one by one. */
function piecesOf(text: string): string[] {
  return text.split(/^-{100}$/m).slice(1)
}

const verdict = async ({ owner }: Hosted) => {
  const text = must(
    piecesOf(await editorSql()).find((piece) => piece.includes('-- verify\n')),
    'the piece',
  )
  return must((await owner.unsafe(text))[0], 'its answer').verify as string
}

/** The old app goes on, and nobody else sees anything. */
async function expectOldApp(hosted: Hosted): Promise<void> {
  const { asUser, owner } = hosted
  const more = JSON.stringify(elements('u: Hello', 'a: Hi', 's: odd', 'u: more'))
  expect(await asUser(ANN, 'select id from chat_sessions')).toEqual([{ id: 'a' }])
  await asUser(ANN, `update chat_sessions set messages = '${more}'`)
  expect(
    await owner`select role || ' ' || content as said from messages where session_id = 'a' order by message_index`,
  ).toEqual(['user Hello', 'assistant Hi', 'system odd', 'user more'].map((said) => ({ said })))
  const [state] = await owner`select messages from chat_sessions where id = 'b'`
  expect(state?.messages).toHaveLength(3)
  for (const table of ['messages', 'legacy_versions', 'legacy_sessions', 'legacy_log'])
    await expect(asUser(ANN, `select * from ${table}`)).rejects.toMatchObject({ code: '42501' })
  await expect(
    asUser(ANN, `select append_message('${BO}', 'b', gen_random_uuid(), 'user', 'forged')`),
  ).rejects.toMatchObject({ code: '42501' })
}

test('the file is what the server would apply; `pnpm schema` writes it', async () => {
  expect(await readFile(FILE, 'utf8')).toBe(await editorSql())
})

test('run whole it carries everything over, and the old app goes on', async () => {
  await using hosted = await hostedDatabase()
  await fill(hosted)
  await hosted.owner.unsafe(await editorSql())
  expect(await verdict(hosted)).toBe('ok: 2 sessions are proved, 6 elements, 6 rows')
  await expectOldApp(hosted)
  await hosted.owner.unsafe(await editorSql())
  expect(await verdict(hosted)).toMatch(/^ok: 2 sessions are proved, 7 elements, 7 rows/)
})

test('run a piece at a time, each twice, it does the same; a server goes on from there', async () => {
  await using hosted = await hostedDatabase()
  await fill(hosted)
  for (const piece of piecesOf(await editorSql()))
    for (const _time of [1, 2]) await hosted.owner.unsafe(piece)
  await expectOldApp(hosted)
  const applied = await hosted.owner`select name, applied_at from duck_migrations order by name`
  await migrate(hosted.ownerUrl)
  const now = await hosted.owner<
    { name: string }[]
  >`select name, applied_at from duck_migrations order by name`
  const since = now.filter((row) => !applied.some((each) => JSON.stringify(each) === JSON.stringify(row)))
  expect(since.map(({ name }) => name)).toEqual([
    'migrations/0005_accounts.sql',
    'policies/auth.sql',
    'policies/grants.sql',
  ])
  expect(await verdict(hosted)).toMatch(/^ok: 2 sessions/)
})

test('a message that is missing is found out', async () => {
  await using hosted = await hostedDatabase()
  await fill(hosted)
  await hosted.owner.unsafe(await editorSql())
  await hosted.owner.unsafe(`
    alter table messages disable trigger user; alter table messages no force row level security;
    delete from messages where session_id = 'b' and message_index = 2`)
  expect(await verdict(hosted)).toBe('NOT ok: 1 of 2 sessions are not proved')
})

test('the way back leaves the old app alone, and the way forward loses nothing', async () => {
  await using hosted = await hostedDatabase()
  await fill(hosted)
  await hosted.owner.unsafe(await editorSql())
  const ways = must(piecesOf(await editorSql()).at(-1), 'the way back')
  const [back, forward] = ways.split('and forward again').map((way) =>
    way
      .split('\n')
      .filter((line) => line.endsWith(';'))
      .map((line) => line.replace(/^-- /, ''))
      .join('\n'),
  )
  await hosted.owner.unsafe(must(back, 'the way back'))
  const alone = JSON.stringify(elements('u: Hello', 'a: Hi', 's: odd', 'u: alone'))
  await hosted.asUser(BO, `update chat_sessions set messages = '${alone}'`)
  expect(await hosted.owner`select from messages where content = 'alone'`).toHaveLength(0)
  await hosted.owner.unsafe(must(forward, 'the way forward'))
  await hosted.owner.unsafe(await editorSql())
  expect(await hosted.owner`select from messages where content = 'alone'`).toHaveLength(1)
})

test('a table that cannot be carried over is refused in the first piece', async () => {
  await using hosted = await hostedDatabase()
  await hosted.owner.unsafe(
    'drop policy own on chat_sessions; alter table chat_sessions alter user_id type uuid using null',
  )
  const [check] = piecesOf(await editorSql())
  await expect(hosted.owner.unsafe(must(check, 'the check'))).rejects.toThrow(
    /must have id and user_id of type text/,
  )
})
