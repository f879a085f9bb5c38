import { type AuthDb, connectAuth, prepareDatabase } from '@duck/store'
import { startThrowAwayPostgres, type ThrowAwayPostgres } from '@duck/testing/database'
import { OLD_TABLE } from '@duck/testing/legacy'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mapUsers } from './map-users.ts'
import { isAllCutOver } from './old-users.ts'
import { undoUsers } from './undo-users.ts'

// A server of its own: there its owner's rights over our roles are only those that migrating gives.
let server: ThrowAwayPostgres
let owner: postgres.Sql
let accounts: AuthDb

beforeAll(async () => {
  server = await startThrowAwayPostgres()
  const admin = postgres(server.url, { max: 1, onnotice() {} })
  await admin`create role keeper login createrole password 'keeper'`
  await admin`create database kept owner keeper`
  await admin.end()
  const url = new URL(server.url)
  Object.assign(url, { username: 'keeper', password: 'keeper', pathname: '/kept' })
  owner = postgres(url.href, { max: 2, onnotice() {} })
  await owner.unsafe(OLD_TABLE)
  await owner`
    insert into chat_sessions (id, user_id, messages)
    values ('a', 'old-1', '[{"role": "user", "content": "hi"}]'), ('b', 'old-2', '[]')`
  accounts = connectAuth((await prepareDatabase({ url: url.href, secret: 'a secret' })).authUrl)
}, 60_000)
afterAll(async () => {
  await accounts?.close()
  await owner?.end()
  await server?.stop()
})

test('an owner who is no superuser maps users and undoes it, also once row level security is forced', async () => {
  const known = [{ userId: 'old-1', email: 'ann@example.org', name: null }]
  for (const force of ['no force', 'force']) {
    await owner.unsafe(`alter table chat_sessions ${force} row level security`)
    const { mapped, unmapped } = await mapUsers(owner, { accounts, known })
    expect(mapped).toMatchObject([{ oldUserId: 'old-1', sessions: 1 }])
    expect(unmapped).toMatchObject([{ oldUserId: 'old-2', why: 'unknown' }])
    expect(await isAllCutOver(owner)).toBe(false)
    expect(await undoUsers(owner)).toMatchObject([{ oldUserId: 'old-1', sessions: 1 }])
  }
})
