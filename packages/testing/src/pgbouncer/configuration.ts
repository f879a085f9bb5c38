import { chmod, chown, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PgbouncerOptions } from './start-pgbouncer.ts'

/** A folder that holds `pgbouncer.ini` and the users' passwords, readable by `owner` alone. */
export async function writeConfiguration(
  options: PgbouncerOptions,
  port: number,
  owner: { uid: number; gid: number } | undefined,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'duck-pgbouncer-'))
  const files = { 'pgbouncer.ini': settings(options, port, folder), 'users.txt': userList(options) }
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    await writeFile(file, text, { mode: 0o600 })
    if (owner) await chown(file, owner.uid, owner.gid)
  }
  await chmod(folder, 0o755)
  return folder
}

/** Transaction mode as people run it; nothing the product sends at the start of a connection is ignored. */
function settings({ port: database, poolSize = 20 }: PgbouncerOptions, port: number, folder: string): string {
  return `[databases]
* = host=127.0.0.1 port=${database}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${path.join(folder, 'users.txt')}
pool_mode = transaction
max_client_conn = 1000
default_pool_size = ${poolSize}
server_login_retry = 1
log_connections = 0
log_disconnections = 0
`
}

function userList({ users }: PgbouncerOptions): string {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  return users.map(({ user, password }) => `${quote(user)} ${quote(password)}\n`).join('')
}
