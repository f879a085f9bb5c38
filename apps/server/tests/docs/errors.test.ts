import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ERROR_CODES, HTTP_STATUS } from '@duck/protocol'
import { expect, test } from 'vitest'
import { below, quoted, ROOT, readPage, rowsOf } from './page.ts'

const SOURCES = ['packages/{protocol,store,chat,api,client}/src/**/*.ts', 'apps/server/src/**/*.ts']
/** Reasons that the client gives by itself, of which docs/clients.md tells. */
const OF_THE_CLIENT = ['closed', 'no-answer']
/** Reasons that stand in the sources in a constant or a type in place of the literal, with their codes. */
const NAMED_OTHERWISE = [
  ['FORBIDDEN', 'host'],
  ['FORBIDDEN', 'origin'],
  ['PAYLOAD_TOO_LARGE', 'path-too-long'],
] as const
/** The code stands before the reason, in the same call or literal. */
const GIVEN = new RegExp(
  `'(${ERROR_CODES.join('|')})'(?:(?!'[A-Z_]{8,}').){0,200}?\\breason: '([\\w-]+)'`,
  'gs',
)

const TABLE = rowsOf(below(readPage('api.md'), '## Errors')).filter(([code = '']) => /^`[A-Z_]+`$/.test(code))
const TEXT = globSync(SOURCES, { cwd: ROOT })
  .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  .map((file) => readFileSync(path.join(ROOT, file), 'utf8'))
  .join('\n')

test('the page has exactly the codes there are, each with its status', () => {
  const said = TABLE.map(([code = '', status]) => [code.replaceAll('`', ''), Number(status)])
  expect(Object.fromEntries(said)).toEqual(HTTP_STATUS)
  expect(said.map(([code]) => String(code)).toSorted()).toEqual([...ERROR_CODES].toSorted())
})

test('the page has every reason that a caller can be given, under the code that it comes with, and no other', () => {
  const given = [...TEXT.matchAll(GIVEN)].map(([, code = '', reason = '']) => [code, reason] as const)
  expect(given).toHaveLength([...TEXT.matchAll(/\breason: '/g)].length)
  expect(given.map(([, reason]) => reason)).toEqual(expect.arrayContaining(OF_THE_CLIENT))
  for (const [, reason] of NAMED_OTHERWISE) expect(TEXT).toContain(`'${reason}'`)
  const ofServer = [...given, ...NAMED_OTHERWISE].filter(([, reason]) => !OF_THE_CLIENT.includes(reason))
  const said = TABLE.flatMap(([code = '', , when = '']) =>
    quoted(when).map((word) => `${code.replaceAll('`', '')} ${word}`),
  ).filter((line) => / [a-z-]+$/.test(line) && !line.endsWith(' field'))
  expect(said.toSorted()).toEqual([...new Set(ofServer.map((pair) => pair.join(' ')))].toSorted())
})
