import type { MessageList } from '../message.ts'
import { hasEnded } from '../stream-state.ts'
import type { PlayedTab, Wire } from './sync-history.ts'

/** A played tab that can be looked into. */
export interface SeenTab extends PlayedTab {
  list(sessionId: string): MessageList | undefined
}

/** Every text shown is a beginning of what its stream said: nothing twice, nothing left out. */
export function saysOnlyWhatWasSaid({ server, tab }: Wire<SeenTab>): boolean {
  return server.streams.every(({ id, said }) => said.startsWith(tab.live.streams[id]?.text ?? ''))
}

/**
 * An answer whose text was shown is shown still, as text or as its row; adds to `seen` what is shown now. What left no row
 * need be shown no longer, nor what nobody looks at.
 */
export function showsWhatItShowed({ server, tab }: Wire<SeenTab>, seen: Set<string>): boolean {
  for (const { streamId, text } of Object.values(tab.live.streams)) if (text !== '') seen.add(streamId)
  return server.streams
    .filter(({ id, sessionId }) => seen.has(id) && sessionId !== 'hidden' && !tab.live.streams[id])
    .every(({ id, sessionId, state }) => {
      const hasRow = server.rows.get(sessionId)?.some((row) => row.id === id)
      if (hasEnded(state) && !hasRow) return true
      return tab.list(sessionId)?.messages.some((row) => row.id === id)
    })
}

/** The rows are those of the server, and the live streams are its running ones, none of them in doubt. */
export function agrees(wire: Wire<SeenTab>): boolean {
  return showsTheRows(wire) && showsTheStreams(wire)
}

export function showsTheRows({ server, tab }: Wire<SeenTab>): boolean {
  return ['shown', 'other'].every((sessionId) => {
    const rows = server.rows.get(sessionId) ?? []
    const list = tab.list(sessionId) ?? { messages: [], messageCount: 0, headId: null }
    return (
      list.messageCount === rows.length &&
      list.headId === (rows.at(-1)?.id ?? null) &&
      list.messages.length === rows.length &&
      list.messages.every(({ id, content }, at) => id === rows[at]?.id && content === rows[at].content)
    )
  })
}

export function showsTheStreams({ server, tab }: Wire<SeenTab>): boolean {
  const live = Object.values(tab.live.streams)
  const running = new Set(server.running().map(({ id }) => id))
  return (
    live.length === running.size &&
    live.every(
      ({ streamId, status, unconfirmed, gapped }) =>
        running.has(streamId) && status !== 'ended' && unconfirmed === 0 && !gapped,
    )
  )
}

/** The text of each running stream that is shown is whole, and it is known whether it waits or is being written. */
export function showsTheText({ server, tab }: Wire<SeenTab>): boolean {
  return server
    .running()
    .filter(({ sessionId }) => sessionId !== 'hidden')
    .every(({ id, said, state }) => {
      const live = tab.live.streams[id]
      return live?.status === state.status && live.text === said
    })
}
