import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const DRIZZLE = new URL('../../../../drizzle/', import.meta.url)

/** A file of `drizzle/`; its name is the path below it. */
export interface SqlFile {
  name: string
  text: string
  /** SHA-256, hex. */
  hash: string
}

/** The files of one folder of `drizzle/`, by name. */
export async function sqlFiles(folder: string): Promise<SqlFile[]> {
  const directory = new URL(`${folder}/`, DRIZZLE)
  const names = (await readdir(fileURLToPath(directory))).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, directory), 'utf8')
      return { name: `${folder}/${name}`, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/**
 * What is applied again whenever its text changed, in this order: functions, triggers that call them, policies and, last,
 * the grants that name all of these. The roles come before everything else.
 */
export async function presentFiles(): Promise<{ roles: SqlFile; objects: SqlFile[]; grants: SqlFile }> {
  const [functions, triggers, policies] = await Promise.all(
    ['functions', 'triggers', 'policies'].map(sqlFiles),
  )
  const all = [...(functions ?? []), ...(triggers ?? []), ...(policies ?? [])]
  const find = (name: string) => {
    const file = all.find((each) => each.name === name)
    if (!file) throw new Error(`The file drizzle/${name} is missing.`)
    return file
  }
  const [roles, grants] = [find('policies/roles.sql'), find('policies/grants.sql')]
  return { roles, objects: all.filter((file) => file !== roles && file !== grants), grants }
}
