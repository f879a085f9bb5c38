import { must } from '@duck/protocol'
import { type Element, fieldsOf } from '../old-app/elements.ts'
import { expectSession } from './expect-session.ts'
import { identityOf } from './identity.ts'

/** A row as the database has it. */
export interface Row {
  id: string
  index: number
  role: string
  content: string
  origin: string
  /** When it was made, of a row of ours; in milliseconds. */
  at: number
  /** `metadata.legacy`, or undefined without one. */
  legacy: unknown
}

export interface Session {
  id: string
  /** Every version of its array, in the order of their commits; what is no array is not among them. */
  versions: readonly (readonly Element[])[]
  /** When each was written, in milliseconds. */
  times: readonly number[]
  rows: readonly Row[]
  /** Ids of messages that the product had acked. */
  acked: readonly string[]
}

export interface Verdict {
  faults: string[]
  /** Rows of answers that had to become rows while they still grew. */
  forced: number
  identities: number
}

/** Holds a session's rows against what was committed. */
export function judge({ id, versions, times, rows, acked }: Session): Verdict {
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
    ...orderFaults({ id, versions, times, ours, found, stripped }),
  )
  return { faults, forced, identities: least.size }
}

/** A second copy of a message of ours is a message of the old app. */
function withoutOurs(version: readonly Element[], ours: ReadonlyMap<string, Row>): Element[] {
  const seen = new Set<unknown>()
  return version.filter((element) => {
    const id = fieldsOf(element)?.id
    if (seen.has(id) || !isOurs(element, ours)) return true
    seen.add(id)
    return false
  })
}

function isOurs(element: Element, ours: ReadonlyMap<string, Row>): boolean {
  const fields = fieldsOf(element)
  const row = typeof fields?.id === 'string' ? ours.get(fields.id) : undefined
  return row !== undefined && row.role === fields?.role && row.content === fields.content
}

function strippedOf(ours: ReadonlyMap<string, Row>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { role, content } of ours.values()) {
    const identity = identityOf({ role, content })
    counts.set(identity, (counts.get(identity) ?? 0) + 1)
  }
  return counts
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

interface Placed {
  id: string
  versions: Session['versions']
  times: Session['times']
  ours: ReadonlyMap<string, Row>
  found: ReadonlyMap<string, readonly Row[]>
  /** Messages of ours as they stand in an array without their ids: which row such an element is cannot be told. */
  stripped: ReadonlyMap<string, number>
}

/** The array that was there first is in its order; and nothing that stood in an array comes after what was appended later. */
function orderFaults({ id, versions, times, ours, found, stripped }: Placed): string[] {
  const faults: string[] = []
  const seen = new Map<string, number>()
  let before = -1
  for (const element of versions[0]?.slice(0, -1) ?? []) {
    const identity = identityOf(element)
    const nth = seen.get(identity) ?? 0
    seen.set(identity, nth + 1)
    const index = found.get(identity)?.[nth]?.index
    if (index === undefined) continue
    if (index < before) faults.push(`${id}: its first array is not in order: ${short(identity)}`)
    before = index
  }
  const history = new Map<number, string>()
  const appended = new Set<string>()
  for (const [n, version] of versions.entries()) {
    for (const element of version) {
      const mirrored = isOurs(element, ours) ? must(ours.get(String(fieldsOf(element)?.id)), 'our row') : null
      if (!mirrored || appended.has(mirrored.id)) continue
      appended.add(mirrored.id)
      // Where the array was none it was not mirrored, and comes into it with a roll-back, behind what was written since.
      if ((times[n] ?? 0) > mirrored.at + MIRRORED_MS) continue
      const late = [...history].find(([index]) => index > mirrored.index)
      if (late)
        faults.push(
          `${id}: row ${late[0]} was in an array before the appended ${mirrored.index}: ${short(late[1])}`,
        )
    }
    // The last answer may still grow, and is a row only when it has grown.
    const counts = new Map<string, number>()
    for (const element of withoutOurs(version.slice(0, -1), ours)) {
      const identity = identityOf(element)
      const nth = counts.get(identity) ?? 0
      counts.set(identity, nth + 1)
      const row = found.get(identity)?.[nth]
      if (row && !stripped.has(identity)) history.set(row.index, identity)
    }
  }
  return faults
}

const MIRRORED_MS = 1_000

function short(identity: string): string {
  return identity.length > 120 ? `${identity.slice(0, 120)}…` : identity
}
