/** Every order in which two sequences can take turns, each keeping its own order. */
export function interleavings<Item>(first: readonly Item[], second: readonly Item[]): Item[][] {
  const [a, ...restOfFirst] = first
  const [b, ...restOfSecond] = second
  if (a === undefined) return [[...second]]
  if (b === undefined) return [[...first]]
  return [
    ...interleavings(restOfFirst, second).map((rest) => [a, ...rest]),
    ...interleavings(first, restOfSecond).map((rest) => [b, ...rest]),
  ]
}
