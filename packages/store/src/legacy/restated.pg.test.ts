import { expect, test } from 'vitest'
import { useOldApp } from './testing/old-app.ts'

const app = useOldApp()
const said = (content: string, more: object = {}) => ({ role: 'user', content, ...more })
const at = (timestamp: string) => ({ timestamp: `2025-01-0${timestamp}T00:00:00.000Z` })

async function verified(session: string) {
  const [row] = await app.sql`select ok, detail from legacy_verify(${session})`
  return row
}

test('an element that the old app liked, stamped or said anew since is proved by its row, and can be cut over', async () => {
  const many = Array.from({ length: 25 }, (_, n) => said(`${n}`, at('1')))
  await app.save('waited', many)
  await app.adopt()
  const arrays: Record<string, unknown[][]> = {
    liked: [[said('hi', at('1'))], [said('hi', { ...at('1'), liked: true })]],
    stamped: [[said('hi', at('1'))], [said('hi', at('2'))]],
    again: [[said('a'), said('yes', at('1'))], [said('a')], [said('a'), said('yes', at('2'))]],
    'first of two gone': [
      [said('yes', at('1')), said('a'), said('yes', at('2'))],
      [said('a'), said('yes', at('2'))],
    ],
    'an equal one before it': [
      [said('a'), said('yes', at('2'))],
      [said('yes', at('1')), said('a'), said('yes', at('2'))],
    ],
    waited: [[said('0', at('2')), ...many.slice(1)]],
    odd: [[{ role: 'tool', content: null, ...at('1') }], [{ role: 'tool', content: null, ...at('2') }]],
  }
  for (const [session, versions] of Object.entries(arrays)) {
    for (const version of versions) await app.save(session, version)
    await app.settle()
    expect(await verified(session), session).toEqual({
      ok: true,
      detail: 'proved, with other times or fields of 1 elements since',
    })
    const [row] = await app.sql`select legacy_cut_over(${session}, 'rows') as outcome`
    expect(row, session).toEqual({ outcome: 'moved' })
  }
})

test('a time or field that differs without a change of the old app’s is a fault, and so is a row that does not stand', async () => {
  await app.adopt()
  await app.save('same', [said('hi', at('1'))])
  await app.save('changed', [said('hi', at('1'))])
  await app.save('changed', [said('hi', at('2'))])
  await app.sql.begin(async (tx) => {
    await tx`alter table messages disable trigger messages_refuse_change`
    await tx`update messages set created_at = now() where session_id in ('same', 'changed')`
    await tx`alter table messages enable always trigger messages_refuse_change`
  })
  for (const session of ['same', 'changed'])
    expect(await verified(session)).toEqual({ ok: false, detail: 'element 0 is not its row' })
})
