import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { must } from '@duck/protocol'

const CLIENT = fileURLToPath(new URL('../../', import.meta.url))
const FILES = fileURLToPath(new URL('./outside/', import.meta.url))
const run = promisify(execFile)

export interface OutsideProject extends AsyncDisposable {
  folder: string
  /** The files of the package, as they are installed. */
  packed: string[]
}

const PACKAGE = { name: 'outside', private: true, type: 'module' }
/** As strict as can be, and without any types but the language's and the browser's. */
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    target: 'es2022',
    lib: ['es2022', 'dom'],
    module: 'nodenext',
    types: [],
    skipLibCheck: false,
    rootDir: 'src',
    outDir: 'out',
  },
  include: ['src'],
}

/**
 * Builds and packs the client, installs it with npm in a folder that knows nothing of this repository, and compiles the
 * programs of `outside/` there. Throws with what tsc says.
 */
export async function makeOutsideProject(): Promise<OutsideProject> {
  const folder = await mkdtemp(path.join(tmpdir(), 'duck-outside-'))
  const tarball = await packClient(folder)
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(PACKAGE))
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder })
  await mkdir(path.join(folder, 'src'))
  await cp(FILES, path.join(folder, 'src'), { recursive: true })
  const tsc = path.join(CLIENT, 'node_modules/.bin/tsc')
  await run(tsc, ['-p', folder], { cwd: folder }).catch((error) => {
    throw new Error(`The project does not compile:\n${String(error.stdout)}`)
  })
  const installed = path.join(folder, 'node_modules/@duck/client')
  return {
    folder,
    packed: await readdir(installed, { recursive: true }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Gives the path of the tarball. */
async function packClient(folder: string): Promise<string> {
  await run(process.execPath, ['build/main.ts'], { cwd: CLIENT })
  await run('npx', ['-y', 'pnpm@12', 'pack', '--pack-destination', folder], { cwd: CLIENT })
  const names = await readdir(folder)
  return path.join(
    folder,
    must(
      names.find((name) => name.endsWith('.tgz')),
      'a tarball',
    ),
  )
}
