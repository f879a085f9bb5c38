import { LIMITS } from '@duck/protocol'
import type { ShownRow } from '../chromium/chat-page.ts'
import type { Check, Difference } from './checks.ts'
import type { Place } from './compare-rows.ts'
import type { Row } from './expected-rows.ts'
import { textDifference } from './text-difference.ts'

/** What a tab showed of a conversation, and when. */
export interface View {
  way: string
  rows: readonly ShownRow[]
}

/**
 * Compares what a tab shows with the rows there are: the newest ones, at least a page of them. Prompts are shown as
 * they were written; answers as rich text, of which only the bubble is compared.
 */
export function compareShown(session: string, expected: readonly Row[], view: View): Check {
  const place = { session, way: view.way }
  const name = 'bubbles in Chromium: live, and after a reload'
  const fewest = Math.min(expected.length, LIMITS.pageDefaultRows)
  const rows = expected.slice(-Math.max(view.rows.length, fewest))
  const differences = rows.flatMap((row, at) => differenceOf(place, row, view.rows[at]))
  if (view.rows.length > expected.length)
    differences.push({ session, index: null, what: `${view.way}: shows ${view.rows.length} bubbles` })
  return { name, compared: rows.length, differences }
}

function differenceOf({ session, way }: Place, row: Row, shown: ShownRow | undefined): Difference[] {
  const what = shown ? faultOf(row, shown) : 'no bubble'
  return what === null ? [] : [{ session, index: row.index, what: `${way}: ${what}` }]
}

function faultOf(row: Row, shown: ShownRow): string | null {
  const wanted = [row.id, row.index, row.role, 'saved'].join(' ')
  const found = [shown.id, shown.index, shown.role, shown.state].join(' ')
  if (wanted !== found) return `shows ${found} instead of ${wanted}`
  return row.role === 'user' ? textDifference(row.content.trim(), shown.text) : null
}
