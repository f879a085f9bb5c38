import { must } from '@duck/protocol'
import { describe, expect, test } from 'vitest'
import type { AnomalyKind } from '../anomaly.ts'
import type { History, Outcome } from '../history.ts'
import { type HistoryMaker, makeHistory } from '../testing/history-maker.ts'
import { checkHistory } from './check-history.ts'

const UNKNOWN: Outcome<never> = { kind: 'unknown', code: 'SERVICE_UNAVAILABLE' }
const REFUSED: Outcome<never> = { kind: 'refused', code: 'CONFLICT', reason: 'id-reused' }

function kindsOf(history: History): AnomalyKind[] {
  return [...new Set(checkHistory(history).map(({ kind }) => kind))]
}

describe('a legal history has no anomaly', () => {
  test('appends, replays, refusals, reads of every shape', () => {
    const made = makeHistory()
    const first = made.append()
    made.append({ id: first.input.id, content: first.input.content })
    made.failed(REFUSED, { id: first.input.id, content: 'other text' })
    for (let more = 0; more < 7; more++) made.append({ expectedMessageCount: more + 1 })
    for (const bounds of [{}, { after: -1 }, { after: 3, limit: 2 }, { before: 4 }, { around: 4, limit: 3 }])
      made.list(bounds)
    expect(checkHistory(made.history())).toEqual([])
  })

  test('what happened although nobody answered, and what did not', () => {
    const made = makeHistory()
    made.append()
    made.failed(UNKNOWN, { happened: true })
    made.failed(UNKNOWN)
    made.list({ after: -1 })
    expect(checkHistory(made.history())).toEqual([])
  })

  test('a retry that settles a call without an answer', () => {
    const made = makeHistory()
    const { input } = made.failed(UNKNOWN, { happened: true })
    made.append(input)
    expect(checkHistory(made.history())).toEqual([])
  })

  test('a retry that comes too late for the message count it expected', () => {
    const made = makeHistory()
    const { input } = made.failed(UNKNOWN, { expectedMessageCount: 0 })
    made.append()
    made.failed({ kind: 'refused', code: 'CONFLICT', actualMessageCount: 1 }, input)
    expect(checkHistory(made.history())).toEqual([])
  })

  test('calls at the same time in either order', () => {
    const made = makeHistory()
    const second = made.append()
    const first = made.append()
    const read = made.list()
    first.invokedAt = second.invokedAt
    read.invokedAt = second.invokedAt
    read.outcome.value.messages.length = 0
    read.outcome.value.messageCount = 0
    expect(checkHistory(made.history())).toEqual([])
  })
})

/** Three acked messages and a read of them, then changed so that one thing is wrong. */
const BROKEN: [AnomalyKind, string, (made: HistoryMaker) => void][] = [
  [
    'lost-update',
    'an acked row that is not there',
    ({ append, rows }) => {
      append()
      rows.pop()
    },
  ],
  [
    'duplicate',
    'one content in two rows',
    ({ append, failed }) => {
      const { input } = append()
      failed(UNKNOWN, { content: input.content, happened: true })
    },
  ],
  ['phantom', 'a row that nobody sent', ({ rows }) => void rows.push(next(rows, { id: 'nobody' }))],
  ['phantom', 'a row whose append was refused', ({ failed }) => void failed(REFUSED, { happened: true })],
  [
    'phantom',
    'a row that came after its retry was too late',
    ({ append, failed }) => {
      const { input } = failed(UNKNOWN, { expectedMessageCount: 4 })
      append()
      append()
      failed({ kind: 'refused', code: 'CONFLICT', actualMessageCount: 5 }, input)
      failed(UNKNOWN, { ...input, expectedMessageCount: undefined, happened: true })
    },
  ],
  [
    'phantom',
    'a row in another session than it was sent to',
    ({ failed, rows }) => {
      const { input } = failed(UNKNOWN, { sessionId: 's2' })
      rows.push(next(rows, { id: input.id, content: input.content }))
    },
  ],
  [
    'gap',
    'an index that is left out',
    ({ failed, rows }) => {
      failed(UNKNOWN, { happened: true })
      last(rows).messageIndex += 1
    },
  ],
  [
    'gap',
    'an index that two rows have',
    ({ failed, rows }) => {
      failed(UNKNOWN, { happened: true })
      failed(UNKNOWN, { happened: true })
      last(rows).messageIndex -= 1
    },
  ],
  ['gap', 'a read that leaves a row out', ({ list }) => void list().outcome.value.messages.splice(1, 1)],
  [
    'gap',
    'a read that begins too late',
    ({ list }) => void list({ after: -1 }).outcome.value.messages.shift(),
  ],
  ['gap', 'a page before an index that ends too early', (made) => popOf(made.list({ before: 2 }))],
  ['gap', 'a page that lacks its middle', (made) => popOf(made.list({ around: 1, limit: 2 }))],
  [
    'changed-row',
    'an ack and a read with different roles',
    ({ list }) => {
      must(list().outcome.value.messages[1], 'row').role = 'system'
    },
  ],
  [
    'changed-row',
    'an ack with another index',
    ({ append }) => {
      append().outcome.value.messageIndex -= 2
    },
  ],
  [
    'changed-row',
    'a final row with another time',
    ({ rows }) => {
      last(rows).createdAt = new Date(0).toISOString()
    },
  ],
  [
    'changed-row',
    'a read with other metadata',
    ({ list }) => {
      must(list().outcome.value.messages[0], 'row').metadata = { seen: 'twice' }
    },
  ],
  [
    'not-a-prefix',
    'a read with a row that is gone',
    ({ failed, list, rows }) => {
      failed(UNKNOWN, { happened: true })
      list()
      rows.pop()
    },
  ],
  [
    'stale-read',
    'a read that lacks an acked row',
    ({ list, append }) => {
      const old = list().outcome.value
      append()
      list().outcome.value = old
    },
  ],
  [
    'stale-read',
    'a read that shows less than a read before it',
    ({ list, failed }) => {
      const old = list().outcome.value
      failed(UNKNOWN, { happened: true })
      list()
      list().outcome.value = old
    },
  ],
  [
    'broken-order',
    'a message below one that was acked before it was sent',
    ({ append }) => {
      const first = append()
      const second = append()
      ;[first.invokedAt, second.invokedAt] = [second.invokedAt, first.invokedAt]
      ;[first.completedAt, second.completedAt] = [second.completedAt, first.completedAt]
    },
  ],
  [
    'altered-text',
    'a text that lost its end',
    ({ failed, rows }) => {
      failed(UNKNOWN, { happened: true })
      last(rows).content = last(rows).content.slice(0, -1)
    },
  ],
  [
    'altered-text',
    'an ack with a text that was sent by another call of the id',
    ({ append, failed }) => {
      const { input, outcome } = append()
      failed({ kind: 'ack', value: outcome.value }, { ...input, content: 'other text' })
    },
  ],
  [
    'fork',
    'two messages with one parent',
    ({ failed, rows }) => {
      failed(UNKNOWN, { happened: true })
      failed(UNKNOWN, { happened: true })
      last(rows).parentId = must(rows.at(-2), 'row').parentId
    },
  ],
  [
    'fork',
    'a read with an old head',
    ({ list }) => {
      const { value } = list().outcome
      value.headId = must(value.messages[0], 'row').id
    },
  ],
  [
    'misplaced',
    'a row at another index than was expected',
    ({ append }) => {
      append().input.expectedMessageCount = 1
    },
  ],
]

test.each(BROKEN)('%s: %s', (kind, _what, change) => {
  const made = makeHistory()
  for (let more = 0; more < 3; more++) made.append()
  made.list()
  change(made)
  expect(kindsOf(made.history())).toEqual([kind])
})

type Row = HistoryMaker['rows'][number]

function last(rows: Row[]): Row {
  return must(rows.at(-1), 'row')
}

function next(rows: Row[], given: Partial<Row>): Row {
  const { id, messageIndex, content } = last(rows)
  return {
    ...last(rows),
    messageIndex: messageIndex + 1,
    parentId: id,
    content: `new-${content}`,
    ...given,
  }
}

function popOf(read: ReturnType<HistoryMaker['list']>): void {
  read.outcome.value.messages.pop()
}
