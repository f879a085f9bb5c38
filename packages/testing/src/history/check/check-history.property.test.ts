import fc from 'fast-check'
import { expect, test } from 'vitest'
import { legalHistory } from '../testing/legal-history.ts'
import { MUTATIONS } from '../testing/mutations.ts'
import { checkHistory } from './check-history.ts'

test('no history that a log of calls in any legal order gives has an anomaly', () => {
  fc.assert(
    fc.property(legalHistory, (history) => {
      expect(checkHistory(history)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test.each(Object.entries(MUTATIONS))('a legal history is found out when %s', (_what, mutate) => {
  fc.assert(
    fc.property(legalHistory, fc.nat(), (history, at) => {
      const changed = structuredClone({ ...history, finalRows: [...history.finalRows] })
      fc.pre(mutate(changed, at))
      expect(checkHistory(changed)).not.toEqual([])
    }),
    { numRuns: 100 },
  )
})
