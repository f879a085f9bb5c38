import { type ChildProcess, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { loginUrl } from '@duck/store'
import { TEST_SECRET } from '../database/test-secret.ts'
import { whenWeDie } from '../database/when-we-die.ts'
import { withPort } from '../database/with-port.ts'
import { writeConfiguration } from './configuration.ts'
import { findPgbouncer, type PgbouncerProgram } from './find-pgbouncer.ts'

export interface PgbouncerOptions {
  /** The Postgres behind it, on 127.0.0.1. */
  port: number
  /** Who may connect; both to the pooler and, by it, to Postgres. */
  users: { user: string; password: string }[]
  /** Connections to Postgres for each user and database; 20 without. */
  poolSize?: number
}

export interface Pgbouncer extends AsyncDisposable {
  port: number
  /** The same connection string, through the pooler. */
  through(url: string): string
}

const TRIES = 5
// It refuses to run as root.
const NOBODY = { uid: 65_534, gid: 65_534 }

/** Starts a pgbouncer in transaction mode on 127.0.0.1. Throws an Error that says what is missing. */
export async function startPgbouncer(options: PgbouncerOptions): Promise<Pgbouncer> {
  const found = findPgbouncer()
  if (!found)
    throw new Error('There is no pgbouncer. Run node packages/testing/src/pgbouncer/install.ts first.')
  for (let tries = 1; ; tries++) {
    try {
      return await startOn(await freePort(), found, options)
    } catch (error) {
      // Somebody else may have taken the port in the meantime.
      if (tries === TRIES) throw error
    }
  }
}

/** The user and password of a connection string, in the form `startPgbouncer` takes them. */
export function userOf(url: string): { user: string; password: string } {
  const { username, password } = new URL(url)
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}

/** The roles that a server of the tests serves as: that of the connection string, and the one that signs people in. */
export function serversRoles(appUrl: string): { user: string; password: string }[] {
  return [userOf(appUrl), userOf(loginUrl(appUrl, 'duck_auth', TEST_SECRET))]
}

async function startOn(port: number, found: PgbouncerProgram, options: PgbouncerOptions): Promise<Pgbouncer> {
  const account = process.getuid?.() === 0 ? NOBODY : undefined
  const folder = await writeConfiguration(options, port, account)
  const env = { ...process.env, LD_LIBRARY_PATH: found.libraries.join(path.delimiter) }
  const child = spawn(found.program, [path.join(folder, 'pgbouncer.ini')], {
    ...account,
    ...(found.libraries.length > 0 ? { env } : {}),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const guard = whenWeDie('kill -s KILL "$0"; rm -rf "$1"', [String(child.pid), folder])
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
    guard.cancel()
  }
  try {
    await up(child)
  } catch (error) {
    await stop()
    throw error
  }
  return { port, through: (url) => withPort(url, port), [Symbol.asyncDispose]: stop }
}

function up({ stderr }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!stderr) return reject(new Error('pgbouncer has no output'))
    let printed = ''
    createInterface({ input: stderr })
      .on('line', (line) => {
        printed += `${line}\n`
        if (line.includes('process up')) resolve()
      })
      .on('close', () => reject(new Error(`pgbouncer ended. It printed:\n${printed}`)))
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
