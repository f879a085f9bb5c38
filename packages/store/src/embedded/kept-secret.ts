import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/**
 * The installation's secret, made at the first start and kept in the data dir (0600). Only the owner of the data dir
 * calls it.
 *
 * @throws Error a sentence for the operator.
 */
export async function keptSecret(dataDir: string): Promise<string> {
  return (await readKeptSecret(dataDir)) ?? makeSecret(fileIn(dataDir))
}

/**
 * The secret in the data dir; null before the first start, or where DUCK_SECRET stands for it.
 *
 * @throws Error a sentence for the operator.
 */
export async function readKeptSecret(dataDir: string): Promise<string | null> {
  const file = fileIn(dataDir)
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Error(`The file ${file} cannot be read (${error.code}).`, { cause: error })
  })
  if (kept?.trim() === '')
    throw new Error(`The file ${file} is empty. Put the secret back, or remove the file.`)
  return kept?.trim() ?? null
}

async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('hex')
  const draft = `${file}.new`
  await writeFile(draft, `${secret}\n`, { mode: 0o600, flush: true })
  await rename(draft, file)
  return secret
}

function fileIn(dataDir: string): string {
  return path.join(dataDir, 'secret')
}
