import { expect, it } from 'vitest'
import { heal } from './heal.ts'

it.each([
  ['a **bold', 'a **bold**'],
  ['a `code', 'a `code`'],
  ['half a mark \\', 'half a mark '],
  ['half a mark \\(', 'half a mark '],
  ['half a mark $', 'half a mark '],
  ['half a mark $$', 'half a mark '],
  ['a formula $x^2', 'a formula $x^2'],
  ['```sh\necho $', '```sh\necho $'],
  ['whole.', 'whole.'],
])('%j is shown as %j while it grows', (text, healed) => expect(heal(text).trimEnd()).toBe(healed.trimEnd()))
