import { constants } from 'node:fs'
import { access, mkdir, readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { errorText } from './error-text.ts'

/** The paths of one embedded Postgres, all below the data dir and free of symbolic links. */
export interface DataDir {
  root: string
  cluster: string
  passwordFile: string
  logFile: string
}

/** Makes the data dir where it is missing. Throws `not-writable`. */
export async function openDataDir(dataDir: string): Promise<DataDir> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'not-writable',
      `The data folder ${dataDir} cannot be written to (${errorText(cause)}). Make it writable, or set DUCK_DATA_DIR to another folder.`,
      cause,
    )
  }
  const root = await realpath(dataDir)
  return {
    root,
    cluster: path.join(root, 'postgres'),
    passwordFile: path.join(root, 'postgres-password'),
    logFile: path.join(root, 'postgres.log'),
  }
}

/** The Postgres major version the cluster was made by; undefined where there is none. */
export async function clusterVersion(dir: DataDir): Promise<string | undefined> {
  const text = await readFile(path.join(dir.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined)
  return text?.trim()
}

/** Throws `not-ours` when the cluster needs another Postgres than ours. */
export async function checkClusterVersion(dir: DataDir, ours: string): Promise<void> {
  const version = await clusterVersion(dir)
  if (version === undefined || version === ours) return
  throw new EmbeddedPostgresError(
    'not-ours',
    `The database in ${dir.cluster} was made by Postgres ${version}, and this Duck brings Postgres ${ours}. Start the Duck that made it, or set DUCK_DATA_DIR to another folder.`,
  )
}
