import { activeLine, type Message, type MessageList, type Stream } from '@duck/protocol'
import { describe, expect, it } from 'vitest'
import { addPending, isPending, NO_INDEX } from '../../lib/message-list.ts'
import { newEntry } from '../../lib/outbox/outbox-entry.ts'
import type { LiveHead } from '../../lib/use-live.ts'
import { type TimelineInput, timeline } from './timeline.ts'

const AT = '2025-01-01T00:00:00.000Z'

function row(id: string, index: number, parentId: string | null, extra: Partial<Message> = {}): Message {
  return {
    id,
    sessionId: 's',
    messageIndex: index,
    role: id.startsWith('a') ? 'assistant' : 'user',
    content: `text of ${id}`,
    metadata: {},
    parentId,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: AT,
    updatedAt: AT,
    ...extra,
  }
}
const answer = (id: string, index: number, parentId: string, promptId: string) =>
  row(id, index, parentId, { metadata: { promptId } })
const list = (...messages: Message[]): MessageList => ({
  messages,
  messageCount: messages.length,
  headId: messages.at(-1)?.id ?? null,
})
const head = (streamId: string, promptId: string, status: LiveHead['status'] = 'open'): LiveHead => ({
  streamId,
  promptId,
  status,
  sessionId: 's',
  model: 'duck',
})
const stream = (id: string, promptId: string, status: Stream['status'], startedAt = AT): Stream => ({
  id,
  promptId,
  status,
  startedAt,
  sessionId: 's',
  model: 'duck',
  offset: 0,
  errorClass: null,
  endedAt: null,
})
const show = ({ list: all = list(), ...input }: Partial<TimelineInput>) => {
  const rows = all.messages.filter((one) => !isPending(one))
  const shown = { rows, line: activeLine(rows, all.headId), live: true }
  return timeline({ list: all, shown, streams: [], heads: [], refused: [], now: new Date(AT), ...input })
}
const keys = (input: Partial<TimelineInput>) => show(input).map(({ key }) => key)

describe('a running answer', () => {
  it('stands after the line and after messages on their way', () => {
    const pending = { ...row('p2', NO_INDEX, null), delivery: 'sending' as const, waitingFor: null }
    expect(keys({ list: addPending(list(row('p1', 0, null)), pending), heads: [head('a1', 'p1')] })).toEqual([
      'p1',
      'p2',
      'a1',
    ])
  })

  it('gives way to its row under the same key', () => {
    const before = show({ list: list(row('p1', 0, null)), heads: [head('a1', 'p1')] })
    const after = show({
      list: list(row('p1', 0, null), answer('a1', 1, 'p1', 'p1')),
      heads: [head('a1', 'p1', 'ended')],
    })
    expect(before.map(({ key, kind }) => [key, kind])).toEqual(after.map(({ key, kind }) => [key, kind]))
  })

  it('that the feed does not name yet is shown from the list of streams, once', () => {
    const streams = [stream('a1', 'p1', 'open')]
    expect(keys({ list: list(row('p1', 0, null)), streams })).toEqual(['p1', 'a1'])
    expect(keys({ list: list(row('p1', 0, null)), streams, heads: [head('a1', 'p1')] })).toEqual(['p1', 'a1'])
  })

  it('retried hides the answer it replaces, and only that', () => {
    const rows = list(row('p1', 0, null), answer('a1', 1, 'p1', 'p1'))
    expect(keys({ list: rows, heads: [head('a2', 'p1')] })).toEqual(['p1', 'a2'])
    const longer = list(row('p1', 0, null), answer('a1', 1, 'p1', 'p1'), row('p2', 2, 'a1'))
    expect(keys({ list: longer, heads: [head('a2', 'p1')] })).toEqual(['p1', 'a1', 'p2', 'a2'])
  })

  it('on a line that is not shown stays away', () => {
    const rows = list(row('p1', 0, null), row('p2', 1, null))
    expect(keys({ list: rows, heads: [head('a1', 'p1')] })).toEqual(['p2'])
  })

  it('quotes its prompt when it does not stand right under it', () => {
    const items = show({
      list: list(row('p1', 0, null), row('p2', 1, 'p1')),
      heads: [head('a1', 'p1'), head('a2', 'p2', 'queued')],
    })
    expect(items).toMatchObject([{}, {}, { quote: 'text of p1' }, { quote: 'text of p2' }])
  })
})

describe('an end without a row', () => {
  const rows = list(row('p1', 0, null))
  const failed = stream('x1', 'p1', 'failed')

  it('is told under its prompt, the newest only', () => {
    const newer = stream('x2', 'p1', 'failed', '2025-01-02T00:00:00.000Z')
    expect(keys({ list: rows, streams: [newer, failed] })).toEqual(['p1', 'end-x2'])
  })

  it('is told no more once the prompt is being answered or has an answer', () => {
    expect(keys({ list: rows, streams: [failed], heads: [head('a2', 'p1')] })).toEqual(['p1', 'a2'])
    const answered = list(row('p1', 0, null), answer('a2', 1, 'p1', 'p1'))
    expect(keys({ list: answered, streams: [failed] })).toEqual(['p1', 'a2'])
  })
})

describe('another answer', () => {
  it('may replace the last one, but never takes later messages off the line', () => {
    const rows = list(
      row('p1', 0, null),
      answer('a1', 1, 'p1', 'p1'),
      row('p2', 2, 'a1'),
      answer('a2', 3, 'p2', 'p2'),
    )
    expect(show({ list: rows })).toMatchObject([
      {},
      { again: { promptId: 'p1', how: 'ask-anew' } },
      {},
      { again: { promptId: 'p2', how: 'retry' } },
    ])
  })
})

it('an acked row whose place is not fetched yet is shown at the end', () => {
  const ahead = { ...list(row('p1', 0, null), row('p9', 5, 'a7')), messageCount: 1, headId: 'p1' }
  expect(keys({ list: ahead })).toEqual(['p1', 'p9'])
})

it('a message that is refused while its bubble is there shows once: of two with one key the page would keep one for ever', () => {
  const sent = { sessionId: 's', id: 'p1', streamId: 'a1', content: 'x', model: null, begins: false }
  const pending = { ...row('p1', NO_INDEX, null), delivery: 'sending', waitingFor: null } as const
  const refused = { ...newEntry('ann', sent), refused: 'no' }
  expect(show({ list: addPending(list(), pending), refused: [refused] })).toMatchObject([{ kind: 'refused' }])
})

it('a refused message that is stored all the same shows its row alone', () => {
  const sent = { sessionId: 's', id: 'p1', streamId: 'a1', content: 'x', model: null, begins: false }
  const refused = { ...newEntry('ann', sent), refused: 'no' }
  expect(show({ list: list(row('p1', 0, null)), refused: [refused] })).toMatchObject([{ kind: 'prompt' }])
})

describe('a part of the session that does not hold its end', () => {
  const shown = { rows: [row('p1', 0, null), answer('a1', 1, 'p1', 'p1')], live: false }
  const apart = { ...shown, line: shown.rows }
  const all = list(...shown.rows, row('p2', 2, 'a1'))

  it('shows nothing that is on its way', () => {
    const pending = { ...row('p3', NO_INDEX, null), delivery: 'sending' as const, waitingFor: null }
    const sent = { sessionId: 's', id: 'p4', streamId: 'a4', content: 'x', model: null, begins: false }
    const refused = { ...newEntry('ann', sent), refused: 'no' }
    const input = { list: addPending(all, pending), heads: [head('a2', 'p2')], refused: [refused] }
    expect(keys({ ...input, shown: apart })).toEqual(['p1', 'a1'])
  })

  it('offers to ask anew and not to take what follows off the line', () => {
    expect(show({ list: all, shown: apart })).toMatchObject([{}, { again: { how: 'ask-anew' } }])
  })
})

describe('a day', () => {
  const at = (time: string) => ({ createdAt: time })
  const rows = list(
    row('p1', 0, null, at('2025-03-01T12:00:00.000Z')),
    answer('a1', 1, 'p1', 'p1'),
    row('p2', 2, 'a1', at('2025-03-03T12:00:00.000Z')),
  )

  it('has its heading where it begins, today only where other days stand above', () => {
    const now = new Date('2025-03-03T13:00:00.000Z')
    expect(keys({ list: list(row('p1', 0, null, at('2025-03-03T12:00:00.000Z'))), now })).toEqual(['p1'])
    expect(keys({ list: rows, now })).toEqual(['day-p1', 'p1', 'day-a1', 'a1', 'day-p2', 'p2'])
  })

  it('between a prompt and its answer leaves the answer unquoted', () => {
    expect(show({ list: rows }).find(({ key }) => key === 'a1')).toMatchObject({ quote: null })
  })
})
