import type { Element } from '../old-app/elements.ts'
import { grows, identityOf } from './identity.ts'

/** What the versions of a session's array call for. */
export interface Expected {
  /** How many rows an identity must have: the greatest number of times that it stands in one version. */
  least: Map<string, number>
  /** The same, with answers counted that grew on in the next version: they may have had to become rows before. */
  most: Map<string, number>
}

/** Counts over all versions, in the order of their commits, of those elements that `own` leaves. */
export function expectSession(
  versions: readonly (readonly Element[])[],
  own: (version: readonly Element[]) => readonly Element[] = (version) => version,
): Expected {
  const expected: Expected = { least: new Map(), most: new Map() }
  for (const [n, version] of versions.entries()) {
    raise(expected.most, own(version).map(identityOf))
    const certain = growsOn(version, versions[n + 1]) ? version.slice(0, -1) : version
    raise(expected.least, own(certain).map(identityOf))
  }
  return expected
}

function growsOn(version: readonly Element[], next: readonly Element[] | undefined): boolean {
  const last = version.length - 1
  return last >= 0 && next !== undefined && next.length > last && grows(version[last], next[last])
}

function raise(counts: Map<string, number>, identities: readonly string[]): void {
  const here = new Map<string, number>()
  for (const identity of identities) here.set(identity, (here.get(identity) ?? 0) + 1)
  for (const [identity, count] of here) counts.set(identity, Math.max(count, counts.get(identity) ?? 0))
}
