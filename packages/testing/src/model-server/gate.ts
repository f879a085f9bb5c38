/** A promise a test opens by hand: what waits for it waits until `open()` is called. */
export interface Gate {
  opened: Promise<void>
  open(): void
}

export function createGate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}
