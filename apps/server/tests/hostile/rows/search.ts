import { type Call, refused } from '../case.ts'

const ROW = 'search text `(`, `%`, `_`, `\\`, 10 kB'

const LITERAL = [
  '(',
  '%',
  '_',
  '\\',
  '(((((',
  '[a-z]',
  '.*',
  "' or true --",
  '%_%\\',
  '\\%',
  '&',
  ':*',
  '<->',
  'x'.repeat(10 * 1024),
]
const REFUSED = ['', 'a\u0000', '\ud83e', 'x'.repeat(10 * 1024 + 1)]

const search = (query: string, refusal: Call['refusal']): Call => ({
  row: ROW,
  what: JSON.stringify(query).slice(0, 20),
  procedure: 'message.search',
  act: 'query',
  input: () => ({ query }),
  refusal,
})

export const SEARCHES: Call[] = [
  ...LITERAL.map((query) => search(query, null)),
  ...REFUSED.map((query) => search(query, refused(400, 'BAD_REQUEST', 'query'))),
]
