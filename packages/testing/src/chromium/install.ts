import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium, findChromiumShell } from './find-chromium.ts'

const HELP =
  'The browser tests need Chromium, and there is none. Install it (Debian, Ubuntu: apt-get install chromium), or set CHROMIUM to the path of one.'

const canInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version')

if (!findChromium()) install()
// Together, so that both are of one version. Some releases have no shell: then the whole browser does what it does.
else if (canInstall && !process.env.CHROMIUM && findChromiumShell() === findChromium())
  aptInstall('chromium', 'chromium-headless-shell')

function install(): void {
  if (process.env.CHROMIUM) fail(`CHROMIUM is ${process.env.CHROMIUM}, which is no program. ${HELP}`)
  if (!canInstall) fail(HELP)
  const installed = aptInstall('chromium', 'chromium-headless-shell') || aptInstall('chromium')
  if (!installed || !findChromium()) fail(HELP)
}

function aptInstall(...names: string[]): boolean {
  console.log(`Installing ${names.join(' and ')} for the browser tests …`)
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...names)
}

function apt(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}
