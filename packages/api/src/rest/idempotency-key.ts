import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { DuckError, isUuid, uuidv7 } from '@duck/protocol'

/** The longest key; a header's characters are its bytes. */
export const KEY_CHARS = 200
// The namespace of the ids made of keys; any constant UUID would do, but it can never change.
const NAMESPACE = Buffer.from('6f2d6ad2c6a14f0a9d0c6f3f5b1a7e42', 'hex')

/**
 * The body with its `id`: its own, else made of the `Idempotency-Key` header, else a new one. A key that is a UUID
 * is the id; any other becomes the UUIDv5 (RFC 9562) of the user and the key, so users cannot meet each other's.
 *
 * @throws BAD_REQUEST for a key that is too long or says other than the body's id.
 */
export function messageId(body: unknown, headers: IncomingHttpHeaders, userId: string): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const key = headers['idempotency-key']
  const own = 'id' in body ? body.id : undefined
  if (key === undefined) return { ...body, id: own ?? uuidv7() }
  if (typeof key !== 'string' || key === '' || key.length > KEY_CHARS)
    throw wrongKey(`must be 1 to ${KEY_CHARS} characters`)
  const id = isUuid(key) ? key.toLowerCase() : uuidv5(`${userId}\0${key}`)
  if (own !== undefined && (typeof own !== 'string' || own.toLowerCase() !== id))
    throw wrongKey('is not the id of the body')
  return { ...body, id }
}

function wrongKey(what: string): DuckError {
  return new DuckError('BAD_REQUEST', `Idempotency-Key: ${what}`, { field: 'Idempotency-Key' })
}

function uuidv5(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16)
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6)
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8)
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
