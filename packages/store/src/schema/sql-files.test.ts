import { expect, test } from 'vitest'
import { readSqlFolder } from '../testing/read-sql-folder.ts'
import { sqlFileFaults } from '../testing/sql-file-faults.ts'

const functions = readSqlFolder('functions')
const triggers = readSqlFolder('triggers')
const legacyFunctions = readSqlFolder('legacy/functions')
const legacyTriggers = readSqlFolder('legacy/triggers')

test('there are functions to look at', () => {
  expect(functions.length).toBeGreaterThan(20)
  expect(legacyFunctions.length).toBeGreaterThan(20)
  expect(legacyTriggers.length).toBeGreaterThan(0)
})

test.each(functions)('functions/$name is one function of that name with its five-line header', (file) => {
  expect(sqlFileFaults('functions', file)).toEqual([])
})

test('each file of triggers/ is one function of its name with its header, and its triggers', () => {
  expect(triggers.flatMap((file) => sqlFileFaults('triggers', file))).toEqual([])
})

test.each(legacyFunctions)('legacy/functions/$name is one function of that name with its header', (file) => {
  expect(sqlFileFaults('functions', file)).toEqual([])
})

test('each file of legacy/triggers/ is one function of its name with its header', () => {
  expect(legacyTriggers.flatMap((file) => sqlFileFaults('triggers', file))).toEqual([])
})

// After a purge every function of the move goes by its name, and what stood in the place of another is that again.
test('a function of legacy/ is named for it, or takes the place of one in functions/', () => {
  const ours = new Set(functions.map(({ name }) => name))
  const odd = [...legacyFunctions, ...legacyTriggers].filter(
    ({ name }) => !name.startsWith('legacy_') && name !== 'insert_legacy_locked.sql' && !ours.has(name),
  )
  expect(odd).toEqual([])
})
