/** Does all, at most `atOnce` at the same time; results in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  const left = items.entries()
  // The workers share one iterator, so that each item is taken once.
  const work = async () => {
    for (const [place, item] of left) results[place] = await act(item)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return results
}
