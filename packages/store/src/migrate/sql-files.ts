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
  return Promise.all(names.map((name) => sqlFile(`${folder}/${name}`)))
}

/** One file of `drizzle/`. */
export async function sqlFile(name: string): Promise<SqlFile> {
  const text = await readFile(new URL(name, DRIZZLE), 'utf8')
  return { name, text, hash: createHash('sha256').update(text).digest('hex') }
}

/** What is applied again whenever its text changed. */
export interface PresentFiles {
  /** Before everything else. */
  roles: SqlFile
  /** Functions, triggers that call them and policies, in this order. */
  objects: SqlFile[]
  /** Last of these: they name all of them. */
  grants: SqlFile[]
  /** What needs an old app's table for itself, for a moment: of an adopted database alone. */
  onOldTable: SqlFile[]
}

/** In a database that was adopted, a file of `legacy/functions` stands in the place of its namesake of `functions`. */
export async function presentFiles({ adopted }: { adopted: boolean }): Promise<PresentFiles> {
  const [functions = [], triggers = [], policies = []] = await Promise.all(
    ['functions', 'triggers', 'policies'].map(sqlFiles),
  )
  const [roles, grants] = [find(policies, 'policies/roles.sql'), find(policies, 'policies/grants.sql')]
  const objects = [...functions, ...triggers, ...policies].filter((file) => file !== roles && file !== grants)
  return adopted
    ? withLegacy({ roles, objects, grants: [grants] })
    : { roles, objects, grants: [grants], onOldTable: [] }
}

const OLD_TABLES_POLICIES = 'policies/chat_sessions.sql'

async function withLegacy({
  roles,
  objects,
  grants,
}: Omit<PresentFiles, 'onOldTable'>): Promise<PresentFiles> {
  const [functions = [], triggers = [], policies = []] = await Promise.all(
    ['functions', 'triggers', 'policies'].map((folder) => sqlFiles(`legacy/${folder}`)),
  )
  const legacy = [...functions, ...triggers, ...policies]
  const replaced = new Set(legacy.map(({ name }) => name.replace('legacy/functions/', 'functions/')))
  const all = [...objects.filter(({ name }) => !replaced.has(name)), ...legacy]
  const isOnOldTable = ({ name }: SqlFile) => name.endsWith(OLD_TABLES_POLICIES)
  return {
    roles,
    objects: all.filter((file) => !isOnOldTable(file)),
    grants: [...grants, await sqlFile('legacy/grants.sql')],
    onOldTable: [...all.filter(isOnOldTable), await sqlFile('legacy/triggers.sql')],
  }
}

function find(files: readonly SqlFile[], name: string): SqlFile {
  const file = files.find((each) => each.name === name)
  if (!file) throw new Error(`The file drizzle/${name} is missing.`)
  return file
}
