import { expect, test } from 'vitest'
import { lowerKeywords } from './lower-keywords.ts'

test('keywords are in lower case, literals and quoted names as they are', () => {
  expect(lowerKeywords(`CHECK (("Role" = 'It''s A'::text) OR TRUE)`)).toBe(
    `check (("Role" = 'It''s A'::text) or true)`,
  )
})

test('a type that has a short name gets it, but not within a literal', () => {
  expect(lowerKeywords(`DEFAULT 'timestamp with time zone'::timestamp with time zone`)).toBe(
    `default 'timestamp with time zone'::timestamptz`,
  )
})
