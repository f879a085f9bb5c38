import { must, uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { elements, useOldApp } from './testing/old-app.ts'

const app = useOldApp()

beforeAll(async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await app.save(id, elements('u: Hello', 'a: Hi'))
  await app.adopt()
})

const append = (sessionId: string, content: string) =>
  appendMessage(app.db, { userId: 'local', sessionId, id: uuidv7(), role: 'user', content })
const cutOver = async (id: string, to = 'rows') =>
  (await app.sql`select legacy_cut_over(${id}, ${to}) as is`)[0]?.is as string
const rollBack = async (id: string) => (await app.sql`select legacy_roll_back(${id}) as is`)[0]?.is as string
const arrayOf = async (id: string): Promise<{ content: string }[]> =>
  must((await app.sql`select messages from chat_sessions where id = ${id}`)[0], 'the session').messages

test('a session that was cut over has its history in rows, and refuses the old app loudly', async () => {
  expect(await cutOver('a')).toBe('moved')
  expect(await app.rows('a')).toEqual(['user: Hello', 'assistant: Hi'])
  await expect(app.save('a', elements('u: Hello', 'a: Hi', 'u: lost?'))).rejects.toMatchObject({
    code: 'QK410',
  })
  await append('a', 'new')
  expect(await arrayOf('a')).toHaveLength(2)
  expect(await cutOver('a')).toBe('already')
})

test('a session whose reads were cut over is still written by both', async () => {
  expect(await cutOver('b', 'reads')).toBe('moved')
  await app.save('b', elements('u: Hello', 'a: Hi', 'u: old'))
  await append('b', 'new')
  expect(await app.rows('b')).toEqual(['user: Hello', 'assistant: Hi', 'user: old', 'user: new'])
  expect(await arrayOf('b')).toHaveLength(4)
})

test('rolled back it has everything in its array, goes on in both, and can be moved again', async () => {
  expect(await cutOver('c')).toBe('moved')
  await append('c', 'one')
  await append('c', 'two')
  expect(await rollBack('c')).toBe('rolled-back')
  expect((await arrayOf('c')).map(({ content }) => content)).toEqual(['Hello', 'Hi', 'one', 'two'])
  await app.save('c', [...(await arrayOf('c')), ...elements('a: three')])
  await append('c', 'four')
  expect(await rollBack('c')).toBe('already')
  expect(await cutOver('c')).toBe('moved')
  expect(await app.rows('c')).toEqual([
    'user: Hello',
    'assistant: Hi',
    'user: one',
    'user: two',
    'assistant: three',
    'user: four',
  ])
  expect((await app.sql`select ok, detail from legacy_verify('c')`)[0]).toEqual({
    ok: true,
    detail: 'proved',
  })
})

test('a long array is cut over and rolled back too, with what was appended since', async () => {
  await app.save(
    'long',
    Array.from({ length: 1_500 }, (_, n) => ({ role: 'user', content: `${n}` })),
  )
  expect(await cutOver('long')).toBe('moved')
  expect(await append('long', 'one')).toMatchObject({ message: { messageIndex: 1_500 } })
  expect(await rollBack('long')).toBe('rolled-back')
  expect((await arrayOf('long')).slice(1_499).map(({ content }) => content)).toEqual(['1499', 'one'])
})

test('an answer that may still grow is a message of its own once a roll-back adds something behind it', async () => {
  await app.save('grows', elements('u: q'))
  await append('grows', 'ours')
  await app.save('grows', elements('u: q', 'a: He'))
  expect(await rollBack('grows')).toBe('rolled-back')
  await app.save('grows', elements('u: q', 'a: Hello'))
  await app.settle()
  expect(await app.rows('grows')).toEqual(['user: q', 'user: ours', 'assistant: He', 'assistant: Hello'])
})

test('a session that somebody holds is not waited for', async () => {
  await app.sql.begin(async (tx) => {
    await tx`select from chat_sessions where id = 'd' for update`
    expect(await cutOver('d')).toBe('busy')
    expect(await rollBack('d')).toBe('busy')
  })
})

test('a lost row is found, and is not cut over', async () => {
  await app.sql`select legacy_backfill('')`
  await app.sql.begin(async (tx) => {
    await tx`alter table messages disable trigger all`
    await tx`delete from messages where session_id = 'e' and message_index = 0`
    await tx`alter table messages enable always trigger messages_refuse_change`
    await tx`alter table messages enable always trigger messages_refuse_delete`
  })
  expect((await app.sql`select ok from legacy_verify('e')`)[0]).toEqual({ ok: false })
})

test('what happened to a session can be read', async () => {
  const steps = await app.sql`select step from legacy_log where session_id = 'c' order by id`
  expect(steps.map(({ step }) => step)).toEqual(['absorbed', 'cut-over', 'rolled-back', 'cut-over'])
})
