import type { Message, MessageList } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'
import type { Outcome, RecordedCall } from '../history.ts'

/** Writes down every call, and tells how far the run is. */
export interface Recorder {
  calls: readonly RecordedCall[]
  append(client: number, input: AppendInput, call: Call<Message>): Promise<Outcome<Message>>
  list(client: number, input: ListInput, call: Call<MessageList>): Promise<Outcome<MessageList>>
  /** Ids acked so far. */
  acked(): number
  /** Waits until so many ids are acked, or until `end`; false for the latter. */
  reached(acked: number): Promise<boolean>
  end(): void
}

type Call<Value> = () => Promise<Outcome<Value>>

export function createRecorder(): Recorder {
  const calls: RecordedCall[] = []
  const acked = new Set<string>()
  const waiting = new Set<{ acked: number; wake: (reached: boolean) => void }>()
  let tick = 0
  const timed = async <Value>(call: Call<Value>) => {
    const invokedAt = ++tick
    const outcome = await call()
    return { outcome, invokedAt, completedAt: ++tick }
  }
  const wake = (ended: boolean) => {
    for (const each of waiting) {
      if (!ended && each.acked > acked.size) continue
      waiting.delete(each)
      each.wake(!ended)
    }
  }
  return {
    calls,
    async append(client, input, call) {
      const done = await timed(call)
      calls.push({ kind: 'append', client, input, ...done })
      if (done.outcome.kind === 'ack') acked.add(input.id)
      wake(false)
      return done.outcome
    },
    async list(client, input, call) {
      const done = await timed(call)
      calls.push({ kind: 'list', client, input, ...done })
      return done.outcome
    },
    acked: () => acked.size,
    reached: (goal) =>
      acked.size >= goal
        ? Promise.resolve(true)
        : new Promise((resolve) => waiting.add({ acked: goal, wake: resolve })),
    end: () => wake(true),
  }
}
