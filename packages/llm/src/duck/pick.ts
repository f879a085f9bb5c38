/** Chooses one of some wordings: the same seed and salt, the same choice. */
export type Pick = <Item>(items: readonly [Item, ...Item[]], salt: string) => Item

export function createPick(seed: string): Pick {
  return (items, salt) => items[hash(`${salt}\n${seed}`) % items.length] ?? items[0]
}

/** FNV-1a, 32 bits, with a last stir, as its low bits alone are too regular for short lists. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
