import { useState } from 'react'

/** The list of an earlier render as long as it has the same items, so that what is made of it is not made anew. */
export function useSameItems<Item>(items: readonly Item[]): readonly Item[] {
  const [kept, setKept] = useState(items)
  const isSame = kept.length === items.length && kept.every((item, at) => item === items[at])
  if (!isSame) setKept(items)
  return isSame ? kept : items
}
