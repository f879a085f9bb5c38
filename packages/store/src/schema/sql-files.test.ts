import { expect, test } from 'vitest'
import { readSqlFolder } from '../testing/read-sql-folder.ts'
import { sqlFileFaults } from '../testing/sql-file-faults.ts'

const functions = readSqlFolder('functions')
const triggers = readSqlFolder('triggers')

test('there are functions to look at', () => {
  expect(functions.length).toBeGreaterThan(20)
})

test.each(functions)('functions/$name is one function of that name with its five-line header', (file) => {
  expect(sqlFileFaults('functions', file)).toEqual([])
})

test('each file of triggers/ is one function of its name with its header, and its triggers', () => {
  expect(triggers.flatMap((file) => sqlFileFaults('triggers', file))).toEqual([])
})
