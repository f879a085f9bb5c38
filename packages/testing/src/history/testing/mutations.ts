import type { Message } from '@duck/protocol'
import type { AppendCall, History, ListCall } from '../history.ts'

/** Breaks a copy of a history in one place, chosen by `at`; false when it has no such place. */
export type Mutation = (history: Writable, at: number) => boolean

type Writable = { calls: History['calls']; finalRows: Message[] }

const acked = ({ calls }: Writable) =>
  calls.filter((call): call is AppendCall & { outcome: { value: Message } } => {
    return call.kind === 'append' && call.outcome.kind === 'ack'
  })
const reads = ({ calls }: Writable) => calls.filter((call): call is ListCall => call.kind === 'list')
const pick = <Item>(items: readonly Item[], at: number): Item | undefined => items[at % items.length]
const ackedRow = (history: Writable, at: number) => {
  const id = pick(acked(history), at)?.input.id
  return history.finalRows.find((row) => row.id === id)
}

function change(row: Message | undefined, act: (row: Message) => void): boolean {
  if (row) act(row)
  return row !== undefined
}

export const MUTATIONS: Record<string, Mutation> = {
  'an acked row is lost': (history, at) =>
    change(ackedRow(history, at), (lost) => {
      history.finalRows = history.finalRows.filter((row) => row !== lost)
    }),
  'a row is there twice': (history, at) =>
    change(pick(history.finalRows, at), (row) => void history.finalRows.push(structuredClone(row))),
  'a row is there under another id as well': (history, at) =>
    change(pick(history.finalRows, at), (row) => {
      const messageIndex = history.finalRows.filter(({ sessionId }) => sessionId === row.sessionId).length
      history.finalRows.push({ ...structuredClone(row), id: 'another', messageIndex })
    }),
  'two rows change places': (history, at) => {
    const row = ackedRow(history, at)
    const other = history.finalRows.find((each) => each.sessionId === row?.sessionId && each !== row)
    if (!row || !other) return false
    ;[row.messageIndex, other.messageIndex] = [other.messageIndex, row.messageIndex]
    return true
  },
  'a row moves away': (history, at) =>
    change(pick(history.finalRows, at), (row) => {
      row.messageIndex += 1 + (at % 3)
    }),
  'a text is cut': (history, at) =>
    change(pick(history.finalRows, at), (row) => {
      row.content = row.content.slice(0, -1)
    }),
  'a text is longer': (history, at) =>
    change(pick(history.finalRows, at), (row) => {
      row.content += '!'
    }),
  'a row has another role': (history, at) =>
    change(ackedRow(history, at), (row) => {
      row.role = row.role === 'user' ? 'system' : 'user'
    }),
  'a row has another time': (history, at) =>
    change(ackedRow(history, at), (row) => {
      row.createdAt = new Date(at).toISOString()
    }),
  'a row follows another one': (history, at) =>
    change(pick(history.finalRows, at), (row) => {
      row.parentId = 'elsewhere'
    }),
  'an ack names another index': (history, at) =>
    change(pick(acked(history), at)?.outcome.value, (row) => {
      row.messageIndex += 1
    }),
  'a read leaves a row out': (history, at) => {
    const rows = pick(reads(history).map(listOf), at)?.messages ?? []
    if (rows.length > 0) rows.splice(at % rows.length, 1)
    return rows.length > 0
  },
  'a read shows a row twice': (history, at) => {
    const rows = pick(reads(history).map(listOf), at)?.messages ?? []
    const row = pick(rows, at)
    return change(row, (same) => void rows.push(structuredClone(same)))
  },
  'a read is from before': (history, at) => {
    const stale = reads(history).filter((read) => acked(history).some((ack) => isBefore(ack, read)))
    const read = pick(stale, at)
    if (!read) return false
    Object.assign(listOf(read), { messages: [], messageCount: 0, headId: null })
    return true
  },
}

function isBefore(ack: AppendCall, read: ListCall): boolean {
  return ack.input.sessionId === read.input.sessionId && ack.completedAt < read.invokedAt
}

function listOf(read: ListCall) {
  if (read.outcome.kind !== 'ack') throw new Error('the generator makes no reads that fail')
  return read.outcome.value
}
