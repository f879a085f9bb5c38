import { accessSync, constants, readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PgbouncerProgram {
  program: string
  /** Folders of shared libraries that the system itself does not have. */
  libraries: string[]
}

/** Where `unpack` puts one that could not be installed. */
export const UNPACKED = fileURLToPath(new URL('../../../../node_modules/.cache/pgbouncer', import.meta.url))

// Debian puts it where only root's PATH looks.
const SYSTEM = ['/usr/sbin', '/usr/local/sbin']

/** A pgbouncer on PATH, in the folders of system programs, or unpacked in the cache; undefined without. */
export function findPgbouncer(env: NodeJS.ProcessEnv = process.env): PgbouncerProgram | undefined {
  const folders = [...(env.PATH ?? '').split(path.delimiter).filter(Boolean), ...SYSTEM]
  const installed = folders.map((folder) => path.join(folder, 'pgbouncer')).find(isProgram)
  if (installed) return { program: installed, libraries: [] }
  const unpacked = path.join(UNPACKED, 'usr/sbin/pgbouncer')
  return isProgram(unpacked) ? { program: unpacked, libraries: unpackedLibraries() } : undefined
}

function unpackedLibraries(): string[] {
  return ['usr/lib', 'lib'].flatMap((folder) => {
    const whole = path.join(UNPACKED, folder)
    return [whole, ...subfolders(whole)]
  })
}

function subfolders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(folder, entry.name))
  } catch {
    return []
  }
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
