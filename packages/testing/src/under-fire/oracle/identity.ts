import { type Element, fieldsOf } from '../old-app/elements.ts'

/** What makes an element the same message in another version: its id, role and content. */
export function identityOf(element: Element): string {
  const fields = fieldsOf(element)
  if (!fields) return JSON.stringify(element)
  const { id, role, content } = fields
  const said = typeof id === 'string' || typeof id === 'number' ? String(id) : ''
  return JSON.stringify([said, role === undefined || role === null ? '' : asText(role), sorted(content)])
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(sorted(value))
}

/** Objects as the database has them: the order of their keys is none. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  const fields = fieldsOf(value)
  if (!fields) return value ?? null
  return Object.fromEntries(
    Object.keys(fields)
      .sort()
      .map((key) => [key, sorted(fields[key])]),
  )
}

/** Whether `later` is the answer `element` with as much text or more. */
export function grows(element: Element, later: Element): boolean {
  const [a, b] = [fieldsOf(element), fieldsOf(later)]
  if (a?.role !== 'assistant' || b?.role !== 'assistant') return false
  if (typeof a.content !== 'string' || typeof b.content !== 'string') return false
  const same = a.id === undefined || b.id === undefined || a.id === b.id
  return same && b.content.startsWith(a.content)
}
