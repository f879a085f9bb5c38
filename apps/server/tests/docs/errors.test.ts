import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ERROR_CODES, HTTP_STATUS } from '@duck/protocol'
import { expect, test } from 'vitest'
import { below, quoted, ROOT, readPage, rowsOf } from './page.ts'

const SOURCES = ['packages/{protocol,store,chat,api,client}/src/**/*.ts', 'apps/server/src/**/*.ts']
/** Reasons that the client gives by itself, of which docs/clients.md tells. */
const OF_THE_CLIENT = ['closed', 'no-answer']
/** Words of the sources that stand in a constant or a type in place of the literal. */
const NAMED_OTHERWISE = ['host', 'origin', 'path-too-long']

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

test('the page has every reason that a caller can be given, and no other', () => {
  const given = [...TEXT.matchAll(/\breason: '([\w-]+)'/g)].map(([, reason = '']) => reason)
  expect(given).toEqual(expect.arrayContaining(OF_THE_CLIENT))
  for (const reason of NAMED_OTHERWISE) expect(TEXT).toContain(`'${reason}'`)
  const reasons = new Set([...given, ...NAMED_OTHERWISE].filter((reason) => !OF_THE_CLIENT.includes(reason)))
  const said = TABLE.flatMap(([, , when = '']) => quoted(when)).filter((word) => /^[a-z-]+$/.test(word))
  expect(said.filter((word) => word !== 'field').toSorted()).toEqual([...reasons].toSorted())
})
