import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './find-chromium.ts'

const HELP =
  'The browser tests need Chromium, and there is none. Install it (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM to the path of one.'

if (!findChromium()) install()

function install(): void {
  if (process.env.CHROMIUM) fail(`CHROMIUM is ${process.env.CHROMIUM}, which is no program. ${HELP}`)
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) fail(HELP)
  console.log('Installing Chromium for the browser tests …')
  const installed = apt('update') && apt('install', '-y', '--no-install-recommends', 'chromium')
  if (!installed || !findChromium()) fail(HELP)
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
