import { migrate } from '@duck/store'
import { dumpSchema, PRODUCT } from '@duck/store/schema'
import { createTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { cutOver } from './cut-over.ts'
import { log } from './log.ts'
import { purge, purgeObstacles } from './purge.ts'
import { rollBack } from './roll-back.ts'
import { said, useMove } from './testing/use-move.ts'
import { verify } from './verify.ts'

const move = useMove()
const all = { percent: 100 }

test('a purge is refused until every session is cut over, proved since, and some days went by', async () => {
  await move.fill(2, 1)
  await move.capture()
  await expect(purge(move.legacy, { waitDays: 0 })).rejects.toThrow('2 sessions are not cut over')
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  expect(await purgeObstacles(move.legacy, { waitDays: 7 })).toEqual([
    expect.stringContaining('2 sessions were not proved since'),
    expect.stringContaining('less than 7 days ago'),
  ])
  await verify(move.legacy)
  await expect(purge(move.legacy, { waitDays: 7 })).rejects.toThrow('less than 7 days ago')
  await move.sql`update legacy_sessions set cut_over_at = cut_over_at - interval '8 days'`
  expect(await purgeObstacles(move.legacy, { waitDays: 7 })).toEqual([])
  await rollBack(move.legacy, { choice: { session: 's0001' } })
  await expect(purge(move.legacy, { waitDays: 0 })).rejects.toThrow('1 sessions are not cut over')
  expect(await move.array('s0001')).toEqual(['1 1'])
})

test('a purge that is told to end drops nothing', async () => {
  await move.fill(150, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await verify(move.legacy)
  const stopping = new AbortController()
  const options = { waitDays: 0, signal: stopping.signal, onProgress: () => stopping.abort() }
  expect(await purge(move.legacy, options)).toEqual({ archived: 100, dropped: false })
  expect(await move.array('s0150')).toEqual(['150 1'])
  expect(await purge(move.legacy, { waitDays: 0 })).toEqual({ archived: 150, dropped: true })
})

test('what was archived by a purge that was stopped before a roll-back is archived anew', async () => {
  await move.fill(101, 1)
  await move.capture()
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await verify(move.legacy)
  const stopping = new AbortController()
  await purge(move.legacy, { waitDays: 0, signal: stopping.signal, onProgress: () => stopping.abort() })
  await rollBack(move.legacy, { choice: { session: 's0001' } })
  await move.save('s0001', said('1 1', 'later'))
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await verify(move.legacy)
  expect(await purge(move.legacy, { waitDays: 0 })).toEqual({ archived: 101, dropped: true })
  const [row] = await move.sql`select messages from legacy_archive where session_id = 's0001'`
  expect(row?.messages).toEqual(said('1 1', 'later'))
})

test('purged, the arrays are in the archive, messages go on, and the database is as a new one', async () => {
  await move.fill(3, 2)
  await move.save('odd', { no: 'array' })
  await move.capture()
  const before = await move.sql`select id, messages from chat_sessions order by id`
  await cutOver(move.legacy, { choice: all, to: 'rows' })
  await move.append('s0001', 'before')
  await verify(move.legacy)
  await purge(move.legacy, { waitDays: 0 })
  const archived = await move.sql`select session_id as id, messages from legacy_archive order by session_id`
  expect(archived).toEqual(before)
  await move.append('s0001', 'after')
  expect(await move.rows('s0001')).toEqual(['1 1', '1 2', 'before', 'after'])
  const applied = await move.sql`select name, applied_at from duck_migrations order by name`
  await migrate(move.url)
  expect(await move.sql`select name, applied_at from duck_migrations order by name`).toEqual(applied)
  expect((await log(move.legacy)).at(-1)?.step).toBe('purged')
  await using fresh = await createTestDatabase()
  const [ours, theirs] = [await dumpSchema(move.sql, PRODUCT), await dumpSchema(fresh.sql, PRODUCT)]
  expect([...unlike(ours, theirs), ...unlike(theirs, ours)]).toEqual([])
})

/** Lines of one dump that the other has not, apart from the old app's table and what a move leaves to be read. */
function unlike(one: string, other: string): string[] {
  const known = new Set(linesOf(other))
  return linesOf(one).filter((line) => !known.has(line))
}

/** An old app's table has its columns in an order of its own, and so have grants on them. */
function linesOf(dump: string): string[] {
  return dump
    .replace(/^create table (chat_sessions|legacy_\w+) \([\s\S]*?\n\);$/gm, '')
    .split('\n')
    .filter((line) => !line.includes('legacy_'))
    .map((line) =>
      line.startsWith('grant ')
        ? line
            .split(/[\s,()]+/)
            .sort()
            .join(' ')
        : line,
    )
}
