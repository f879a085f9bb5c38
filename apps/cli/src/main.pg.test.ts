import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { startDuck } from './testing/run-duck.ts'

const database = useTestDatabase()

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the command, with %i, although the database keeps it waiting', async (name, code) => {
  await database.sql.begin(async (sql) => {
    await sql`lock table auth.people in access exclusive mode`
    const duck = startDuck(['user', 'list'], { databaseUrl: database.url })
    const waiting = () => sql`
      select from pg_locks where not granted and relation = 'auth.people'::regclass`
    await expect.poll(waiting, { timeout: 30_000 }).toHaveLength(1)
    duck.signal(name)
    expect(await duck.ended).toEqual({ code, stdout: '', stderr: '' })
  })
})
