import { expect, test } from 'vitest'
import { readText } from './reading.ts'

test('keywords are the telling words as they were written, repeated ones first', () => {
  const { keywords } = readText(
    'The Postgres index is slow. An index should be fast, so is Postgres the index?',
  )
  expect(keywords.slice(0, 2)).toEqual(['index', 'Postgres'])
  expect(keywords).not.toContain('should')
})

test('questions, numbers with their units and list points are found', () => {
  const reading = readText('1. first\n2. second\nIt took 2,000 ms and 12% of $5. Why? Who did it?')
  expect(reading.items).toEqual(['first', 'second'])
  expect(reading.numbers).toEqual(['2,000 ms', '12%', '$5'])
  expect(reading.questions).toEqual(['Why?', 'Who did it?'])
})

test('code is read apart from the words around it', () => {
  const reading = readText('See:\n```ts\nconst price = addTax(3)\n```\nIs it right?')
  expect(reading.code).toEqual({ language: 'ts', lines: ['const price = addTax(3)'], names: ['addTax'] })
  expect(reading.keywords).not.toContain('addTax')
})

test('an error is read from its name on', () => {
  expect(readText('I get TypeError: x is undefined').error).toBe('TypeError: x is undefined')
  expect(readText('connect ECONNREFUSED 127.0.0.1:5432').error).toBe('ECONNREFUSED 127.0.0.1:5432')
  expect(readText('I made an error yesterday').error).toBeNull()
})

test('a choice is one only where something is weighed', () => {
  expect(readText('Should we take trains or planes?').choice).toEqual(['trains', 'planes'])
  expect(readText('Bring cups or glasses.').choice).toBeNull()
})
