import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { findPgbouncer, UNPACKED } from './find-pgbouncer.ts'

const HELP =
  'The tests of a pooled database need pgbouncer, and there is none. Install it (Debian, Ubuntu: apt-get install pgbouncer).'

if (!findPgbouncer()) install()

function install(): void {
  if (!existsSync('/etc/debian_version')) fail()
  console.log('Installing pgbouncer for the tests …')
  if (process.getuid?.() === 0) installAsRoot()
  else unpack()
  if (!findPgbouncer()) fail()
}

function installAsRoot(): void {
  run('apt-get', ['-qq', 'update'])
  run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', 'pgbouncer'])
}

/** An ordinary user may download packages, and unpack them into a folder of their own. */
function unpack(): void {
  mkdirSync(UNPACKED, { recursive: true })
  run('apt-get', ['-qq', 'download', 'pgbouncer', ...missingLibraries()])
  const packages = readdirSync(UNPACKED).filter((name) => name.endsWith('.deb'))
  for (const name of packages) run('dpkg-deb', ['-x', path.join(UNPACKED, name), UNPACKED])
}

function missingLibraries(): string[] {
  const depends = run('apt-cache', ['depends', 'pgbouncer']).matchAll(/Depends: (lib[a-z0-9.+-]+)/g)
  const names = [...depends].map(([, name = '']) => name)
  return names.filter(
    (name) => !run('dpkg-query', ['-W', '-f', '$' + '{Status}', name]).includes('ok installed'),
  )
}

function run(program: string, args: string[]): string {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const cwd = existsSync(UNPACKED) ? UNPACKED : '/'
  return spawnSync(program, args, { env, cwd, encoding: 'utf8' }).stdout ?? ''
}

function fail(): never {
  console.error(HELP)
  process.exit(1)
}
