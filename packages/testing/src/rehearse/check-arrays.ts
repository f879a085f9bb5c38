import type { Check, Difference } from '../play/checks.ts'
import type { AppendedMessage } from './append-some.ts'

export type Arrays = ReadonlyMap<string, string | null>

/** Whether the arrays are those the old app wrote, as text, but for what the product appended at their ends. */
export function checkArrays(
  when: string,
  { before, after }: { before: Arrays; after: Arrays },
  appended: readonly AppendedMessage[] = [],
): Check {
  const bySession = Object.groupBy(appended, ({ sessionId }) => sessionId)
  const differences = [...before].flatMap(([session, array]): Difference[] => {
    const what = faultOf(array, after.get(session), bySession[session] ?? [])
    return what === null ? [] : [{ session, index: null, what: `${when}: ${what}` }]
  })
  for (const session of after.keys())
    if (!before.has(session)) differences.push({ session, index: null, what: `${when}: a session too many` })
  return { name: `arrays ${when}`, compared: before.size, differences }
}

function faultOf(
  before: string | null,
  after: string | null | undefined,
  appended: readonly AppendedMessage[],
): string | null {
  if (after === undefined) return 'the session is gone'
  if (appended.length === 0) return before === after ? null : 'the array is another'
  const [old, now] = [elementsOf(before), elementsOf(after)]
  if (now.length !== old.length + appended.length)
    return `${now.length} elements instead of ${old.length} and ${appended.length} more`
  if (JSON.stringify(now.slice(0, old.length)) !== JSON.stringify(old))
    return 'what the old app wrote is another'
  const isThere = appended.every(({ id, role, content }, at) => {
    const element = now[old.length + at]
    return element?.id === id && element.role === role && element.content === content
  })
  return isThere ? null : 'what the product appended is not at its end'
}

type Element = Partial<Record<'id' | 'role' | 'content', unknown>>

/** Whatever is no object has no such keys. */
function elementsOf(array: string | null): Element[] {
  const value: unknown = JSON.parse(array ?? 'null')
  return Array.isArray(value) ? (value as Element[]) : []
}
