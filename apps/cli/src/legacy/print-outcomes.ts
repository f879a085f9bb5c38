import type { Context } from '../context.ts'
import { printable } from '../printable.ts'

const SAID: Record<string, string> = {
  moved: 'cut over',
  already: 'were so already',
  busy: 'were held by somebody all the time',
  waiting: 'wait for the worker',
  differs: 'are not proved',
  'rolled-back': 'rolled back',
}
const NAMED = new Set(['busy', 'waiting', 'differs'])
const MOST_NAMED = 20

/** How many sessions had which outcome, and which ones there is something to do about. */
export function printOutcomes(
  sessions: Readonly<Record<string, readonly string[]>>,
  { print }: Context,
): void {
  for (const [outcome, ids] of Object.entries(sessions)) {
    if (ids.length === 0) continue
    print(`${String(ids.length).padStart(8)}  ${SAID[outcome] ?? outcome}`)
    if (NAMED.has(outcome)) for (const id of ids.slice(0, MOST_NAMED)) print(printable(`          ${id}`))
  }
}
