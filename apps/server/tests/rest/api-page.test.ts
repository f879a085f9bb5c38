import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { REST_ROUTES } from '@duck/api'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
const PAGE = readFileSync(path.join(ROOT, 'docs/api.md'), 'utf8')
const REST = /## REST\n([\s\S]*?)\n## /.exec(PAGE)?.[1] ?? ''
const FOLDERS = [
  '',
  'packages/api/src/rest',
  'apps/server/tests/rest',
  'apps/server/tests/permissions',
  'apps/server/tests',
  'apps/server/tests/hostile',
]

/** The cells of the lines of a table that hold what the pattern finds. */
function rowsWith(pattern: RegExp): string[][] {
  const lines = REST.split('\n').filter((line) => line.startsWith('|') && pattern.test(line))
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('the page has every route with its procedure, its statuses and its own errors', () => {
  const said = rowsWith(/\/api\//).filter(([route = '']) => /^`[A-Z]+ /.test(route))
  const table = said.map(([route = '', procedure, success = '', errors = '']) => ({
    route: route.replace(/`|\?.*/g, ''),
    procedure: procedure?.replaceAll('`', ''),
    statuses: (success.match(/\d{3}/g) ?? []).toSorted(),
    errors: (errors.match(/[A-Z_]{3,}/g) ?? []).toSorted(),
  }))
  const served = REST_ROUTES.map(({ method, path, procedure, replies, errors }) => ({
    route: `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    procedure,
    statuses: Object.keys(replies).toSorted(),
    errors: [...errors].toSorted(),
  }))
  const byRoute = (one: { route: string }, other: { route: string }) => one.route.localeCompare(other.route)
  expect(table.toSorted(byRoute)).toEqual(served.toSorted(byRoute))
})

test('every test that the page names is there', () => {
  const named = [...REST.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(10)
  const found = (name: string) => FOLDERS.some((folder) => existsSync(path.join(ROOT, folder, name)))
  expect(named.filter((name) => !found(name))).toEqual([])
})
