import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startEmbeddedPostgres } from './index.ts'
import { query } from './testing/query.ts'
import { leftovers, postgresPid, useDataDirs } from './testing/use-data-dirs.ts'

const newDataDir = useDataDirs()

test('a first start makes a durable UTF-8 database that only this machine and the password reach', async () => {
  const dataDir = await newDataDir()
  const lines: string[] = []
  const pg = await startEmbeddedPostgres({ dataDir, onProgress: (line) => lines.push(line) })
  expect(pg.adopted).toBe(false)
  expect(pg.url).toMatch(/^postgres:\/\/duck:[0-9a-f]{48}@127\.0\.0\.1:\d+\/duck$/)
  expect(
    await query(
      pg.url,
      `select current_database() as database, current_user as user, current_setting('server_encoding') as encoding,
        current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
        current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
        (select concat(datlocprovider, datlocale, datcollate) from pg_database where datname = 'duck') as locale`,
    ),
  ).toEqual({
    database: 'duck',
    user: 'duck',
    encoding: 'UTF8',
    fsync: 'on',
    commit: 'on',
    addresses: '127.0.0.1',
    sockets: '',
    locale: 'bC.UTF-8C',
  })
  await expect(query(pg.url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'select 1')).rejects.toThrow('password')
  expect((await stat(path.join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600)
  expect(lines).toEqual([
    expect.stringMatching(/^Creating the database in .*postgres/),
    expect.stringMatching(/^Starting Postgres 18/),
    expect.stringMatching(/^Postgres 18 is ready on port \d+ \(pid \d+\)/),
  ])
  expect(await leftovers(dataDir)).toEqual([])
  await pg.stop()
})

test('stop ends the process, twice is as once, and the next start finds every row', async () => {
  const dataDir = await newDataDir()
  const first = await startEmbeddedPostgres({ dataDir })
  await query(first.url, 'create table kept as select 42 as answer')
  await Promise.all([first.stop(), first.stop()])
  expect(postgresPid(dataDir)).toBeUndefined()
  const second = await startEmbeddedPostgres({ dataDir })
  expect(second.adopted).toBe(false)
  expect(await query(second.url, 'select answer from kept')).toEqual({ answer: 42 })
  await second.stop()
})

test('no statement and no value reaches the log', async () => {
  const dataDir = await newDataDir()
  const pg = await startEmbeddedPostgres({ dataDir })
  await query(pg.url, `create table secrets (word text unique); insert into secrets values ('hush')`)
  await expect(query(pg.url, `insert into secrets values ('hush')`)).rejects.toThrow('unique')
  await pg.stop()
  const log = await readFile(path.join(dataDir, 'postgres.log'), 'utf8')
  expect(log).toContain('duplicate key')
  expect(log).not.toContain('hush')
})

test('settings of the caller win', async () => {
  const pg = await startEmbeddedPostgres({ dataDir: await newDataDir(), settings: { max_connections: '17' } })
  expect(await query(pg.url, 'show max_connections')).toEqual({ max_connections: '17' })
  await pg.stop()
})

test('what does not fit is refused with a sentence that says what to do', async () => {
  const dataDir = await newDataDir()
  const passwordFile = path.join(dataDir, 'postgres-password')
  await (await startEmbeddedPostgres({ dataDir })).stop()
  const password = await readFile(passwordFile, 'utf8')

  await writeFile(passwordFile, 'another\n')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    /The password in .* Put the right one back/,
  )
  expect(postgresPid(dataDir)).toBeUndefined()
  await writeFile(passwordFile, '')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    /password file .* is missing\. Put it back/,
  )
  await writeFile(passwordFile, password)

  await writeFile(path.join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    /made by Postgres 17, and this Duck brings Postgres 18\..* DUCK_DATA_DIR/,
  )
  const belowFile = path.join(passwordFile, 'below')
  await expect(startEmbeddedPostgres({ dataDir: belowFile })).rejects.toThrow(
    /cannot be written to .* set DUCK_DATA_DIR/,
  )
})
