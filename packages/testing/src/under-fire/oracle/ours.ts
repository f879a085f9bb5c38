import { type Element, fieldsOf } from '../old-app/elements.ts'
import { identityOf } from './identity.ts'
import type { Row } from './session.ts'

/** A second copy of a message of ours is a message of the old app. */
export function withoutOurs(version: readonly Element[], ours: ReadonlyMap<string, Row>): Element[] {
  const seen = new Set<unknown>()
  return version.filter((element) => {
    const id = fieldsOf(element)?.id
    if (seen.has(id) || !isOurs(element, ours)) return true
    seen.add(id)
    return false
  })
}

/** Whether an element is a message of ours that was mirrored into the array. */
export function isOurs(element: Element, ours: ReadonlyMap<string, Row>): boolean {
  const fields = fieldsOf(element)
  const row = typeof fields?.id === 'string' ? ours.get(fields.id) : undefined
  return row !== undefined && row.role === fields?.role && row.content === fields.content
}

/** How often each message of ours may stand in an array without its id, by what it would be then. */
export function strippedOf(ours: ReadonlyMap<string, Row>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { role, content } of ours.values()) {
    const identity = identityOf({ role, content })
    counts.set(identity, (counts.get(identity) ?? 0) + 1)
  }
  return counts
}
