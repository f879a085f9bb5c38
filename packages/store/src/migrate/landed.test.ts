import { expect, test } from 'vitest'
import { landedFaults } from '../testing/landed-faults.ts'
import { readDrizzle, readSqlFolder } from '../testing/read-sql-folder.ts'

// The sums are of `one\n` and `two\n`, taken with sha256sum.
const ONE = '2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806  0001_one.sql\n'
const TWO = '27dd8ed44a83ff94d557f9fd0412ed5a8cbca69ea04922d88c01184a07300a5a  0002_two.sql\n'
const one = { name: '0001_one.sql', text: 'one\n' }
const two = { name: '0002_two.sql', text: 'two\n' }

test('no migration that has landed is changed, and each is listed', () => {
  const migrations = readSqlFolder('migrations')
  expect(migrations).not.toEqual([])
  expect(landedFaults(migrations, readDrizzle('migrations/landed.sha256'))).toEqual([])
})

test('no migration of legacy/ that has landed is changed, and each is listed', () => {
  const migrations = readSqlFolder('legacy/migrations')
  expect(migrations).not.toEqual([])
  const list = readDrizzle('legacy/migrations/landed.sha256')
  expect(landedFaults(migrations, list, 'legacy/migrations')).toEqual([])
})

test('migrations that are listed as they are have no fault', () => {
  expect(landedFaults([one, two], ONE + TWO)).toEqual([])
})

test('one that was edited is named, with what to do instead', () => {
  expect(landedFaults([{ ...one, text: 'One\n' }, two], ONE + TWO)).toEqual([
    '0001_one.sql has landed and is never edited. Undo the change and add a migration with the next number.',
  ])
})

test('one that is not listed is named, with the command that lists it', () => {
  expect(landedFaults([one, two], ONE)).toContain(
    '0002_two.sql is not listed. In drizzle/migrations: sha256sum 0002_two.sql >> landed.sha256',
  )
  expect(landedFaults([one, two], ONE, 'elsewhere')).toContain(
    '0002_two.sql is not listed. In drizzle/elsewhere: sha256sum 0002_two.sql >> landed.sha256',
  )
})

test('one that was listed and removed or renamed is missed', () => {
  expect(landedFaults([one], ONE + TWO)).toContain('0002_two.sql has landed, and is gone.')
})

test('a number that is left out, given twice or badly written is named', () => {
  const named = (...names: string[]) =>
    landedFaults(
      names.map((name) => ({ name, text: '' })),
      '',
    ).filter((fault) => fault.includes('should be'))
  expect(named('0001_a.sql', '0003_c.sql')).toHaveLength(1)
  expect(named('0001_a.sql', '0001_b.sql')).toHaveLength(1)
  expect(named('0001_a.sql', '002_b.sql')).toHaveLength(1)
  expect(named('0001_a b.sql')).toHaveLength(1)
})

test('the list is as sha256sum prints it, in the order of the names, each once', () => {
  expect(landedFaults([one, two], TWO + ONE)).toEqual(['landed.sha256 is not in the order of the names.'])
  expect(landedFaults([one], ONE + ONE)).toEqual(['landed.sha256 is not in the order of the names.'])
  expect(landedFaults([one], ONE.trimEnd())).toContain('The last line of landed.sha256 has no end.')
  expect(landedFaults([one], `# sums\n${ONE}`)).toContain('This is no sum: # sums')
})
