import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { quoted, ROOT, readPage, rowsOf } from './page.ts'

/** Where the names of a page's tests begin, besides the repository. */
const PAGES: [page: string, folder: string][] = [
  ['api.md', ''],
  ['clients.md', 'packages/client/src'],
]

/** The headings below which something is claimed. */
const CLAIMING = {
  'api.md': [
    'Who you are',
    'REST',
    'tRPC over HTTP',
    'Procedures',
    'session',
    'user, signIn, apiKey',
    'message',
    'stream',
    'sync',
    'model',
    'health',
    'Types',
    'Errors',
    'Limits',
  ],
  'clients.md': ['Getting it', 'A client', 'A session', 'For callers of the old app', 'Examples'],
}

const isFolder = (name: string) =>
  name.includes('/') && statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.isDirectory() === true

/** The files that a cell names, and of these the ones that are neither there nor in a folder that it names as well. */
function filesIn(cell: string, base: string): { named: string[]; missing: string[] } {
  const words = quoted(cell)
  const named = words.filter((word) => /\.tsx?$/.test(word))
  const whole = named.filter((name) => existsSync(path.join(ROOT, name))).map((name) => path.dirname(name))
  const others = cell.includes(' in protocol') ? ['packages/protocol/src'] : []
  const folders = ['', base, ...others, ...words.filter(isFolder), ...whole]
  const isThere = (name: string) => folders.some((folder) => existsSync(path.join(ROOT, folder, name)))
  return { named, missing: named.filter((name) => !isThere(name)) }
}

/** The last table of each part of the page that claims something, by its heading. */
function claimsOf(page: string): Map<string, string[][]> {
  const parts = readPage(page).split(/^## |^### (?!Type )/m)
  const tables = parts.map((part): [string, string[][]] => {
    const [heading = ''] = part.split('\n', 1)
    const table = part.split(/\n\s*\n/).findLast((block) => /^\| (claim|guarantee) +\| /.test(block)) ?? ''
    return [heading, rowsOf(table)]
  })
  return new Map(tables.filter(([, rows]) => rows.length > 0))
}

test.each(PAGES)('every test that docs/%s names is there', (page, base) => {
  const files = [...claimsOf(page).values()].flat().map(([, cell = '']) => filesIn(cell, base))
  expect(files.flatMap(({ named }) => named).length).toBeGreaterThan(10)
  expect(files.flatMap(({ missing }) => missing)).toEqual([])
})

test.each(PAGES)('every claim of docs/%s has its test', (page, base) => {
  const without = [...claimsOf(page).values()].flat().filter(([, cell = '']) => {
    return filesIn(cell, base).named.length === 0 && !/^the same(,|$)/.test(cell)
  })
  expect(without).toEqual([])
})

test.each(Object.entries(CLAIMING))(
  'every part of docs/%s that claims something ends in its tests',
  (page, headings) => {
    expect([...claimsOf(page).keys()]).toEqual(headings)
  },
)
