import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const HELP =
  'The tests run the documented lines for curl, and there is none. Install it (Debian, Ubuntu: apt-get install curl).'

if (!hasCurl()) install()

function install(): void {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing curl for the tests …')
    apt('update')
    apt('install', '-y', '--no-install-recommends', 'curl')
  }
  if (hasCurl()) return
  console.error(HELP)
  process.exit(1)
}

function hasCurl(): boolean {
  return spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0
}

function apt(...args: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}
