import { isDeepStrictEqual } from 'node:util'
import { type Message, must } from '@duck/protocol'
import type postgres from 'postgres'
import { patiently } from './patiently.ts'
import { readRows, readStreams } from './read-stored.ts'
import type { Asked, ObservedTab, SessionView } from './session-view.ts'
import { settledAt } from './settled-at.ts'
import type { Tab } from './tab/tab.ts'
import { until } from './until.ts'

/** Where a session can be seen from; its last tab is at a server that is well. */
export interface Outlook {
  sql: postgres.Sql
  sessionId: string
  tabs: readonly Tab[]
}

const ANSWERED_WITHIN_MS = 20_000
/** Twice what a tab may take after a fault that swallowed a hint. */
const CONVERGED_WITHIN_MS = 30_000

/** Sends the next message, waits for its answer and until the tabs are right, and tells what everyone sees. */
export async function observeSession(
  outlook: Outlook,
  { prompt, next }: Pick<SessionView, 'prompt' | 'next'>,
): Promise<Pick<SessionView, 'prompt' | 'next' | 'rows' | 'listed' | 'streams' | 'tabs'>> {
  const { sql, sessionId, tabs } = outlook
  const { rpc } = must(tabs.at(-1), 'a tab')
  await patiently(ANSWERED_WITHIN_MS, () => rpc.message.send.mutate({ ...next, sessionId }))
  await settledAt(sql, next.streamId, ANSWERED_WITHIN_MS)
  const rows = await readRows(sql, sessionId)
  const { messages } = await patiently(ANSWERED_WITHIN_MS, () =>
    rpc.message.list.query({ sessionId, after: -1, limit: 200 }),
  )
  const observedTabs = await observeTabs(tabs, prompt, rows)
  return {
    prompt,
    next,
    rows,
    listed: messages,
    streams: await readStreams(sql, sessionId),
    tabs: observedTabs,
  }
}

/** Waits until the tabs show these rows and nothing else, and tells what they had seen of the first answer. */
function observeTabs(
  tabs: readonly Tab[],
  { streamId }: Asked,
  rows: readonly Message[],
): Promise<ObservedTab[]> {
  const since = performance.now()
  const observe = async (tab: Tab): Promise<ObservedTab> => {
    const isThere = () => isDeepStrictEqual(tab.list?.messages, rows) && tab.stillRunning().length === 0
    const converged = await until(CONVERGED_WITHIN_MS, () => (isThere() ? performance.now() : undefined))
    const { text, sightings, changed } = tab.seen(streamId)
    return {
      name: tab.name,
      text,
      sightings,
      changed,
      list: tab.list?.messages,
      stillRunning: tab.stillRunning(),
      convergedMs: converged === undefined ? null : converged - since,
    }
  }
  return Promise.all(tabs.map(observe))
}
