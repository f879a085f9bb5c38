const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

let lastMs = 0
let sequence = 0

/**
 * A UUIDv7 (RFC 9562 §5.7, method 1): 48 bits of Unix milliseconds, a 12-bit counter that keeps ids made in
 * one millisecond ascending, 62 random bits. Works where `crypto.randomUUID` does not (plain http pages).
 */
export function uuidv7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  if (now > lastMs) {
    lastMs = now
    sequence = view.getUint16(6) & 0x7ff
  } else if (++sequence > 0xfff) {
    lastMs += 1
    sequence = 0
  }
  view.setUint32(0, Math.floor(lastMs / 0x1_0000))
  view.setUint16(4, lastMs % 0x1_0000)
  view.setUint16(6, 0x7000 | sequence)
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** True for any RFC 9562 UUID of versions 1 to 8. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}
