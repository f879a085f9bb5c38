import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

type Names = Record<string, string>

/** What the room arrow looks at of a package.json. */
export interface Package {
  name: string
  dependencies: string[]
  devDependencies: string[]
}

/** The repository's files that are, or are about to be, in git. */
export function listFiles(...patterns: string[]): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z', '--', ...patterns]
  const names = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\0')
  return [...new Set(names)].filter((name) => name !== '' && existsSync(path.join(ROOT, name)))
}

export function readText(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

/** Every package of the workspace but the root. */
export function readPackages(): Package[] {
  return listFiles('apps/*/package.json', 'packages/*/package.json').map((file) => {
    const { name, dependencies, devDependencies } = JSON.parse(readText(file)) as {
      name: string
      dependencies?: Names
      devDependencies?: Names
    }
    return {
      name,
      dependencies: Object.keys(dependencies ?? {}),
      devDependencies: Object.keys(devDependencies ?? {}),
    }
  })
}
