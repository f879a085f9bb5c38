import type { LiveState, LiveStream } from '@duck/protocol'
import { useCallback, useRef, useSyncExternalStore } from 'react'
import { useServices } from './services.ts'

export type LiveHead = Omit<LiveStream, 'text' | 'gapped' | 'unconfirmed'>

/** The text of a running answer so far; empty when there is none. */
export function useLiveText(streamId: string): string {
  const { live } = useServices()
  return useSyncExternalStore(live.subscribe, () => live.get().streams[streamId]?.text ?? '')
}

/** The session's live streams without their text: changes only when one comes, starts or ends. */
export function useLiveHeads(sessionId: string): readonly LiveHead[] {
  const select = useCallback((state: LiveState) => headsOf(state, sessionId), [sessionId])
  return useLiveSelection(select, sameHeads)
}

/** The sessions in which an answer is running. */
export function useRunningSessions(): ReadonlySet<string> {
  return useLiveSelection(runningSessions, (a, b) => a.size === b.size && [...a].every((id) => b.has(id)))
}

/** The highest message count heard of each session. */
export function useHeardCounts(): LiveState['counts'] {
  return useLiveSelection(({ counts }) => counts, Object.is)
}

function useLiveSelection<Value>(
  select: (state: LiveState) => Value,
  same: (one: Value, other: Value) => boolean,
): Value {
  const { live } = useServices()
  const last = useRef<{ value: Value } | null>(null)
  return useSyncExternalStore(live.subscribe, () => {
    const value = select(live.get())
    if (!last.current || !same(last.current.value, value)) last.current = { value }
    return last.current.value
  })
}

function headsOf(state: LiveState, sessionId: string): LiveHead[] {
  return Object.values(state.streams)
    .filter((stream) => stream.sessionId === sessionId)
    .map(({ streamId, promptId, model, status }) => ({ streamId, sessionId, promptId, model, status }))
}

function sameHeads(one: readonly LiveHead[], other: readonly LiveHead[]): boolean {
  return (
    one.length === other.length &&
    one.every((head, at) => head.streamId === other[at]?.streamId && head.status === other[at].status)
  )
}

function runningSessions(state: LiveState): Set<string> {
  const running = Object.values(state.streams).filter(({ status }) => status !== 'ended')
  return new Set(running.map(({ sessionId }) => sessionId))
}
