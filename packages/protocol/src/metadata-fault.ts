import { LIMITS, RESERVED_METADATA_KEYS } from './limits.ts'
import type { JsonValue, Metadata } from './message.ts'
import { isStorable, UNSTORABLE, utf8Bytes } from './text.ts'

/** Why a caller's metadata is refused, in words that follow its name; null when it is not. */
export function metadataFault(value: Metadata): string | null {
  for (const key of RESERVED_METADATA_KEYS)
    if (Object.hasOwn(value, key)) return `must not set ${key}: the server writes it`
  const fault = jsonFault(value, 1)
  if (fault) return fault
  if (utf8Bytes(JSON.stringify(value)) > LIMITS.metadataBytes)
    return `must be at most ${LIMITS.metadataBytes} bytes as JSON`
  return null
}

/** Walks parsed JSON; what JSON or Postgres could not give back is named. */
function jsonFault(value: JsonValue, depth: number): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : UNSTORABLE
  if (typeof value === 'number')
    return Number.isFinite(value) && !unsafeInteger(value) ? null : 'holds a number JSON cannot keep'
  if (value === null || typeof value === 'boolean') return null
  if (depth > LIMITS.metadataDepth) return `must be at most ${LIMITS.metadataDepth} levels deep`
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') return 'must not hold a key __proto__'
    if (!isStorable(key)) return UNSTORABLE
    const fault = jsonFault(item, depth + 1)
    if (fault) return fault
  }
  return null
}

function unsafeInteger(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value)
}
