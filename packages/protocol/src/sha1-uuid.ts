// The namespace of these ids; any constant UUID would do, but it can never change.
const NAMESPACE = [
  0x3b, 0x0c, 0x5e, 0x91, 0x7d, 0x42, 0x4c, 0x1a, 0x9f, 0x36, 0x2e, 0x88, 0x54, 0xd1, 0x6a, 0xc7,
]
const BLOCK = 64

/** The UUIDv5 (RFC 9562) of a name: the same everywhere, also on plain http pages, where browsers keep their own hashes back. */
export function sha1Uuid(name: string): string {
  const hash = sha1(Uint8Array.from([...NAMESPACE, ...new TextEncoder().encode(name)]))
  hash.setUint8(6, (hash.getUint8(6) & 0x0f) | 0x50)
  hash.setUint8(8, (hash.getUint8(8) & 0x3f) | 0x80)
  const hex = Array.from({ length: 16 }, (_, at) => hash.getUint8(at).toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** SHA-1 (FIPS 180-4); it only spreads ids here and guards nothing. */
function sha1(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 9) / BLOCK)
  const padded = new DataView(new ArrayBuffer(blocks * BLOCK))
  new Uint8Array(padded.buffer).set(bytes)
  padded.setUint8(bytes.length, 0x80)
  padded.setBigUint64(padded.byteLength - 8, BigInt(bytes.length) * 8n)
  const state = new DataView(new ArrayBuffer(20))
  for (const [at, word] of [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0].entries())
    state.setUint32(at * 4, word)
  for (let n = 0; n < blocks; n++) addBlock(state, new DataView(padded.buffer, n * BLOCK, BLOCK))
  return state
}

function addBlock(state: DataView, block: DataView): void {
  const words = Array.from({ length: 16 }, (_, at) => block.getUint32(at * 4))
  const word = (at: number) => words[at] ?? 0
  for (let at = 16; at < 80; at++)
    words.push(left(word(at - 3) ^ word(at - 8) ^ word(at - 14) ^ word(at - 16), 1))
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = [0, 4, 8, 12, 16].map((at) => state.getUint32(at))
  for (let at = 0; at < 80; at++) {
    const next = (left(a, 5) + mixed(at, b, c, d) + e + word(at)) | 0
    ;[a, b, c, d, e] = [next, a, left(b, 30), c, d]
  }
  for (const [at, value] of [a, b, c, d, e].entries())
    state.setUint32(at * 4, state.getUint32(at * 4) + value)
}

function mixed(at: number, b: number, c: number, d: number): number {
  if (at < 20) return ((b & c) | (~b & d)) + 0x5a827999
  if (at < 40) return (b ^ c ^ d) + 0x6ed9eba1
  if (at < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
  return (b ^ c ^ d) + 0xca62c1d6
}

function left(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
