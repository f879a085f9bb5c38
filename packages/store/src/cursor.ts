import { DuckError } from '@duck/protocol'

/** A place in a list as callers get it: opaque to them. */
export function toCursor(place: string): string {
  return Buffer.from(place).toString('base64url')
}

/**
 * The parts of a place that a list gave.
 *
 * @throws BAD_REQUEST field `cursor`
 */
export function fromCursor(cursor: string, shape: RegExp): RegExpExecArray {
  const match = shape.exec(Buffer.from(cursor, 'base64url').toString())
  if (!match) throw wrongCursor()
  return match
}

export function wrongCursor(): DuckError {
  return new DuckError('BAD_REQUEST', 'The cursor is not one of ours.', { field: 'cursor' })
}
