import type { JsonValue, Metadata } from '@duck/protocol'

// JSON.stringify and clients recurse; what was put in by SQL may be deeper than their stacks.
const MOST_LEVELS = 500

/** A row's metadata as clients can read it: an object, never too deep to send; `{}` for any other. */
export function readableMetadata(metadata: JsonValue): Metadata {
  return isObject(metadata) && isShallow(metadata, MOST_LEVELS) ? metadata : {}
}

function isObject(value: JsonValue): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isShallow(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return levels > 0 && Object.values(value).every((item) => isShallow(item, levels - 1))
}
