import type { OutageView } from '../outage/run-outage.ts'
import { broken } from './broken.ts'
import { checkSession } from './check-session.ts'

/** The model says something twice a second. */
const SILENT_AT_MOST_MS = 3_000

/** Every promise about an answer under way in an outage that was broken; it is to end as if there had been none. */
export function checkOutage(view: OutageView): string[] {
  const { streams, prompt, silentMs, endedMs } = view
  const status = streams.find(({ id }) => id === prompt.streamId)?.status ?? 'missing'
  return [
    ...broken(endedMs === null, 'the answer had no end after the outage'),
    ...broken(status !== 'finalized', `the stream is ${status}, not finalized`),
    ...broken(
      (silentMs ?? 0) > SILENT_AT_MOST_MS,
      `in the outage the tab at the server of the answer saw nothing new for ${Math.round(silentMs ?? 0)} ms`,
    ),
    ...checkSession(view),
  ]
}
