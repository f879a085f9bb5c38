import { must } from '@duck/protocol'
import { fieldsOf } from '../old-app/elements.ts'
import { identityOf } from './identity.ts'
import { isOurs, withoutOurs } from './ours.ts'
import type { Row, Session } from './session.ts'
import { short } from './short.ts'

const MIRRORED_MS = 1_000

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
export function orderFaults({ id, versions, times, ours, found, stripped }: Placed): string[] {
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
