const AT_ONCE = 16

/** Does it for all of them, a few at a time. */
export async function inSlices<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < items.length; from += AT_ONCE)
    await Promise.all(items.slice(from, from + AT_ONCE).map(act))
}
