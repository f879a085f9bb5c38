/** What came and was not taken yet, as something to iterate over. */
export interface Inbox<Item> extends AsyncIterable<Item> {
  push: (item: Item) => void
  /** Forgets what was not taken; the next taken is this one. */
  replace: (item: Item) => void
  /** After what is there comes the end. */
  end: () => void
  /** What is there is forgotten, and whoever takes gets the error. */
  fail: (error: unknown) => void
}

/** An inbox for one reader. `onLeave` is called when the reader goes before the end. */
export function createInbox<Item>(onLeave: () => void = () => {}): Inbox<Item> {
  let items: Item[] = []
  let over: { error?: unknown } | null = null
  let wake = () => {}
  const change = (act: () => void) => {
    if (over) return
    act()
    wake()
  }
  async function* read(): AsyncGenerator<Item> {
    try {
      for (;;) {
        const item = items.shift()
        if (item !== undefined) yield item
        else if (over) return rethrow(over)
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      onLeave()
    }
  }
  return {
    push: (item) => change(() => items.push(item)),
    replace: (item) => change(() => (items = [item])),
    end: () => change(() => (over = {})),
    fail: (error) =>
      change(() => {
        items = []
        over = { error }
      }),
    [Symbol.asyncIterator]: read,
  }
}

function rethrow(over: { error?: unknown }): void {
  if ('error' in over) throw over.error
}
