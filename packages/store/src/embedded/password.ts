import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { clusterVersion, type DataDir } from './data-dir.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { DRAFT_PREFIX, inFlight } from './initdb-leftovers.ts'

/** The database's password, made at the first start (0600). Throws `not-ours` when it got lost. */
export async function ensurePassword(dir: DataDir): Promise<string> {
  const kept = await readPassword(dir)
  if (kept) return kept
  if (await clusterVersion(dir)) {
    throw new EmbeddedPostgresError(
      'not-ours',
      `The password file ${dir.passwordFile} of the database in ${dir.cluster} is missing. Put it back, or set DUCK_DATA_DIR to another folder.`,
    )
  }
  await createOnce(dir.passwordFile, randomBytes(24).toString('hex'))
  const made = await readPassword(dir)
  if (made) return made
  throw new EmbeddedPostgresError('not-ours', `The password file ${dir.passwordFile} is empty. Remove it.`)
}

async function readPassword(dir: DataDir): Promise<string | undefined> {
  const text = await readFile(dir.passwordFile, 'utf8').catch(() => '')
  return text.trim() || undefined
}

// A link appears whole or not at all, so of two first starts both read the same password.
async function createOnce(file: string, text: string): Promise<void> {
  const name = `${DRAFT_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`
  const draft = path.join(path.dirname(file), name)
  inFlight.add(name)
  try {
    await writeFile(draft, `${text}\n`, { mode: 0o600, flush: true })
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
    inFlight.delete(name)
  }
}
