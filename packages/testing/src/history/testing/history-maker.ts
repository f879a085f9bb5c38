import type { Message, MessageList } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'
import { withToken } from '../content-token.ts'
import type { AppendCall, History, ListCall, Outcome, RecordedCall } from '../history.ts'
import { createSequentialLog } from './sequential-log.ts'

/** A history by hand: each call is legal and comes after the one before, until the test changes it. */
export interface HistoryMaker {
  append: (given?: Partial<AppendInput>) => AppendCall & { outcome: { value: Message } }
  /** An append that is refused, or of which nobody knows; `happened` says whether it left a row. */
  failed: (outcome: Outcome<Message>, given?: Partial<AppendInput> & { happened?: boolean }) => AppendCall
  list: (given?: Partial<ListInput>) => ListCall & { outcome: { value: MessageList } }
  calls: RecordedCall[]
  rows: Message[]
  history: () => History
}

export const SESSION = 's1'

export function makeHistory(): HistoryMaker {
  const log = createSequentialLog()
  const calls: RecordedCall[] = []
  const rows: Message[] = []
  let tick = 0
  const timed = () => ({ client: 0, invokedAt: ++tick, completedAt: ++tick })
  const inputOf = (given: Partial<AppendInput>): AppendInput => {
    const id = given.id ?? `id-${tick}`
    return {
      userId: 'u1',
      sessionId: SESSION,
      id,
      role: 'user',
      content: withToken(`token-${tick}`, 'Quack'),
      ...given,
    }
  }
  const take = <Call extends RecordedCall>(call: Call): Call => {
    calls.push(call)
    rows.splice(0, rows.length, ...log.rows())
    return call
  }
  return {
    calls,
    rows,
    append(given = {}) {
      const input = inputOf(given)
      const outcome = log.append(input)
      if (outcome.kind !== 'ack') throw new Error('the model refuses this append')
      return take({ kind: 'append', ...timed(), input, outcome })
    },
    failed(outcome, { happened = false, ...given } = {}) {
      const input = inputOf(given)
      if (happened) log.append(input)
      return take({ kind: 'append', ...timed(), input, outcome })
    },
    list(given = {}) {
      const input = { userId: 'u1', sessionId: SESSION, ...given }
      return take({ kind: 'list', ...timed(), input, outcome: { kind: 'ack', value: log.list(input) } })
    },
    history: () => ({ calls, finalRows: rows }),
  }
}
