import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ListedMessage, planSave } from './save-list.ts'

const words = fc.constantFrom('a', 'b', 'c')
const message = fc.record({ role: fc.constantFrom('user', 'assistant'), content: words })
const list = fc.array(message, { maxLength: 8 })

/** A log that takes appends by id, as the store does. */
function append(log: ListedMessage[], added: readonly ListedMessage[]): ListedMessage[] {
  const ids = new Set(log.map(({ id }) => id))
  return [...log, ...added.filter(({ id }) => !ids.has(id))]
}

function save(log: ListedMessage[], seen: ListedMessage[], given: readonly ListedMessage[]): ListedMessage[] {
  return append(log, planSave('s', seen, given))
}

const plain = (rows: readonly ListedMessage[]) => rows.map(({ role, content }) => `${role} ${content}`)
const countOf = (rows: readonly ListedMessage[], what: string) =>
  plain(rows).filter((each) => each === what).length

function expectAllOf(log: readonly ListedMessage[], given: readonly ListedMessage[]): void {
  for (const what of plain(given)) expect(countOf(log, what)).toBeGreaterThanOrEqual(countOf(given, what))
}

test('after a save everything given is stored as often as it was given, and what was there stands where it stood', () => {
  fc.assert(
    fc.property(list, list, (first, second) => {
      const before = save([], [], first)
      expect(plain(before)).toEqual(plain(first))
      const after = save(before, before, second)
      expect(after.slice(0, before.length)).toEqual(before)
      expectAllOf(after, second)
    }),
  )
})

test('a save that is repeated, or tried again from what it saw at first, adds nothing', () => {
  fc.assert(
    fc.property(list, list, (first, second) => {
      const before = save([], [], first)
      const after = save(before, before, second)
      expect(save(after, after, second)).toEqual(after)
      expect(save(after, before, second)).toEqual(after)
    }),
  )
})

test('two saves at once, each from what it saw, lose nothing of either', () => {
  fc.assert(
    fc.property(list, list, list, (first, one, other) => {
      const seen = save([], [], first)
      const log = save(save(seen, seen, one), seen, other)
      expectAllOf(log, one)
      expectAllOf(log, other)
      expectAllOf(log, first)
    }),
  )
})
