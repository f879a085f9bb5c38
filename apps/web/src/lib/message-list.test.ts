import { isBehind } from '@duck/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idsOf, page, pendingRow, row } from '../testing/rows.ts'
import {
  ackedRows,
  addPending,
  markWaiting,
  mergeFetched,
  putAcked,
  removePending,
  withEarlierRows,
} from './message-list.ts'

describe('a fetched list', () => {
  it('older than the cached one takes nothing away', () => {
    const cached = page(0, 5)
    expect(mergeFetched(cached, page(0, 3))).toBe(cached)
  })

  it('that changes nothing leaves the very same list, and known rows keep their identity', () => {
    const cached = page(0, 3)
    expect(mergeFetched(cached, page(0, 3))).toBe(cached)
    expect(mergeFetched(cached, page(0, 4)).messages[0]).toBe(cached.messages[0])
  })

  it('keeps a pending bubble, at the end, until its row is there', () => {
    const cached = addPending(page(0, 2), pendingRow(3))
    expect(idsOf(mergeFetched(cached, page(0, 3)))).toEqual(['m0', 'm1', 'm2', 'm3'])
    const acked = mergeFetched(cached, page(0, 4))
    expect(idsOf(acked)).toEqual(['m0', 'm1', 'm2', 'm3'])
    expect(acked.messages[3]).toEqual(row(3))
  })

  it('of rows further up brings no head that is not there, though newer rows are by now', () => {
    const cached = putAcked(page(0, 3), row(5))
    const earlier = { ...page(0, 9), messages: page(0, 4).messages }
    const list = withEarlierRows(cached, earlier)
    expect(idsOf(list)).toEqual(['m0', 'm1', 'm2', 'm3', 'm5'])
    expect(list).toMatchObject({ messageCount: 3, headId: 'm2' })
  })

  it('in any order, at any moment of a growing log, ends in the whole log, once each, in order', () => {
    const answer = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]) => page(Math.min(a, b), Math.max(a, b)))
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 12 }), fc.nat(12), (answers, last) => {
        let cached = addPending(undefined, pendingRow(99))
        for (const fetched of [...answers, page(0, last)]) {
          const before = cached
          cached = mergeFetched(before, fetched)
          expect(cached.messageCount).toBe(Math.max(before.messageCount, fetched.messageCount))
          for (const known of ackedRows(before)) expect(cached.messages).toContain(known)
        }
        const indexes = ackedRows(cached).map(({ messageIndex }) => messageIndex)
        expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b))
        expect(idsOf(cached).at(-1)).toBe('m99')
        if (cached.messageCount > 0) expect(cached.headId).toBe(`m${cached.messageCount - 1}`)
      }),
    )
  })
})

describe('an ack', () => {
  it('puts the row in the place of its bubble and moves count and head on', () => {
    const list = putAcked(addPending(addPending(page(0, 2), pendingRow(2)), pendingRow(3)), row(2))
    expect(idsOf(list)).toEqual(['m0', 'm1', 'm2', 'm3'])
    expect(list).toMatchObject({ messageCount: 3, headId: 'm2' })
  })

  it('behind rows nobody fetched keeps count and head, so that the list counts as behind', () => {
    const list = putAcked(addPending(page(0, 2), pendingRow(5)), row(5))
    expect(idsOf(list)).toEqual(['m0', 'm1', 'm5'])
    expect(list).toMatchObject({ messageCount: 2, headId: 'm1' })
    expect(isBehind(list, { messageCount: 6 })).toBe(true)
  })

  it('of a row the list already has changes nothing', () => {
    expect(putAcked(page(0, 3), row(1))).toEqual(page(0, 3))
  })
})

describe('a refusal', () => {
  it('removes the bubble by id and nothing else, whatever came since', () => {
    const list = mergeFetched(addPending(addPending(page(0, 2), pendingRow(7)), pendingRow(8)), page(0, 4))
    expect(idsOf(removePending(list, 'm7'))).toEqual(['m0', 'm1', 'm2', 'm3', 'm8'])
  })

  it('of a message that is stored all the same leaves its row', () => {
    expect(removePending(page(0, 2), 'm1')).toEqual(page(0, 2))
  })
})

it('a bubble that waits says why', () => {
  const list = markWaiting(addPending(page(0, 1), pendingRow(1)), 'm1', 'Waiting for the network')
  expect(list.messages[1]).toMatchObject({ delivery: 'waiting', waitingFor: 'Waiting for the network' })
})
