/** A source of decisions that a seed replays. Not for secrets. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** A UUIDv7 whose time is a fixed one. */
  uuid(): string
  /** Another source for another part of a plan: what one part takes does not move the other. */
  fork(name: string | number): Random
}

/** Equal seeds give equal decisions. */
export function createRandom(seed: string): Random {
  const next = sfc32(hash(seed))
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    chance: (probability) => next() < probability,
    pick: (items) => items[between(0, items.length - 1)] ?? items[0],
    uuid: () => uuidFrom(next),
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

const FIXED_TIME = '01900000-0000'

function uuidFrom(next: () => number): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('')
  const variant = (8 + Math.floor(next() * 4)).toString(16)
  return `${FIXED_TIME}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`
}

/** Four 32-bit words of a text (MurmurHash3's mixing). */
function hash(text: string): [number, number, number, number] {
  let state = 1_779_033_703 ^ text.length
  for (let at = 0; at < text.length; at++) {
    state = Math.imul(state ^ text.charCodeAt(at), 3_432_918_353)
    state = (state << 13) | (state >>> 19)
  }
  const word = () => {
    state = Math.imul(state ^ (state >>> 16), 2_246_822_507)
    state = Math.imul(state ^ (state >>> 13), 3_266_489_909)
    state ^= state >>> 16
    return state >>> 0
  }
  return [word(), word(), word(), word()]
}

/** Chris Doty-Humphrey's Small Fast Counter: 128 bits of state, passes PractRand. */
function sfc32([first, second, third, fourth]: [number, number, number, number]): () => number {
  let [a, b, c, counter] = [first, second, third, fourth]
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
}
