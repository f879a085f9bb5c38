export type Settings = Record<string, string>

/** What every embedded Postgres runs with. Durability is Postgres's default: fsync and synchronous_commit stay on. */
const SETTINGS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Statements and DETAIL lines hold message text, which must not reach a log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** The arguments of `postgres` for the settings above and the caller's own, which win. */
export function settingsArguments(extra: Settings): string[] {
  return Object.entries({ ...SETTINGS, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
