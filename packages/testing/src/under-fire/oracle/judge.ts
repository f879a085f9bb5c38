import { type Element, fieldsOf } from '../old-app/elements.ts'
import { expectSession } from './expect-session.ts'
import { identityOf } from './identity.ts'
import { orderFaults } from './order-faults.ts'
import { strippedOf, withoutOurs } from './ours.ts'
import type { Row, Session } from './session.ts'
import { short } from './short.ts'

export interface Verdict {
  faults: string[]
  /** Rows of answers that had to become rows while they still grew. */
  forced: number
  identities: number
}

/** Holds a session's rows against what was committed. */
export function judge({ id, versions, times, others, quarantine, rows, acked }: Session): Verdict {
  const ours = new Map(rows.filter(({ origin }) => origin !== 'legacy').map((row) => [row.id, row]))
  const { least, most } = expectSession(versions, (version) => withoutOurs(version, ours))
  const found = new Map<string, Row[]>()
  for (const row of rows)
    if (row.origin === 'legacy') {
      const identity = identityOf(elementOf(row))
      found.set(identity, [...(found.get(identity) ?? []), row])
    }
  const stripped = strippedOf(ours)
  const faults: string[] = []
  let forced = 0
  for (const identity of new Set([...most.keys(), ...found.keys()])) {
    const has = found.get(identity)?.length ?? 0
    // A message of ours that an old app has written back without its id is still that one.
    const low = Math.max(0, (least.get(identity) ?? 0) - (stripped.get(identity) ?? 0))
    if (has < low) faults.push(`${id}: ${low - has} of ${low} missing: ${short(identity)}`)
    if (has > (most.get(identity) ?? 0))
      faults.push(`${id}: ${has} rows of ${most.get(identity) ?? 0}: ${short(identity)}`)
    forced += Math.max(0, Math.min(has, most.get(identity) ?? 0) - (least.get(identity) ?? 0))
  }
  faults.push(
    ...densityFaults(id, rows),
    ...ackFaults(id, acked, ours),
    ...quarantineFaults(id, others, quarantine),
    ...orderFaults({ id, versions, times, ours, found, stripped }),
  )
  return { faults, forced, identities: least.size }
}

/** The element that a row was: the rest of it stands in its metadata, or all where its role or content say it otherwise. */
function elementOf({ role, content, legacy }: Row): Element {
  if (legacy === undefined) return { role, content }
  const fields = fieldsOf(legacy)
  const isRest = fields && !('role' in fields) && !('content' in fields) && content !== ''
  return isRest ? { ...fields, role, content } : legacy
}

function densityFaults(id: string, rows: readonly Row[]): string[] {
  return rows.every(({ index }, place) => index === place) ? [] : [`${id}: its indexes are not dense`]
}

function ackFaults(id: string, acked: readonly string[], ours: ReadonlyMap<string, Row>): string[] {
  return acked.filter((ack) => !ours.has(ack)).map((ack) => `${id}: the acked ${ack} is no row`)
}

/** Each value that is no array is kept once, and nothing else is. */
function quarantineFaults(id: string, others: readonly unknown[], quarantine: readonly unknown[]): string[] {
  const text = (value: unknown) => JSON.stringify(value)
  const [written, kept] = [new Set(others.map(text)), quarantine.map(text)]
  return [
    ...[...written]
      .filter((value) => !kept.includes(value))
      .map((value) => `${id}: not kept: ${short(value)}`),
    ...kept
      .filter((value, place) => !written.has(value) || kept.indexOf(value) < place)
      .map((value) => `${id}: kept for nothing: ${short(value)}`),
  ]
}
