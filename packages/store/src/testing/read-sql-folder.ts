import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SqlText } from './landed-faults.ts'

const DRIZZLE = new URL('../../../../drizzle/', import.meta.url)

/** The SQL files of a folder of drizzle/, by name; none where there is no such folder. */
export function readSqlFolder(folder: string): SqlText[] {
  const directory = fileURLToPath(new URL(`${folder}/`, DRIZZLE))
  const names = existsSync(directory) ? readdirSync(directory) : []
  return names
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, text: readDrizzle(`${folder}/${name}`) }))
}

/** One file of drizzle/. */
export function readDrizzle(name: string): string {
  return readFileSync(new URL(name, DRIZZLE), 'utf8')
}
