export interface Wakeable {
  /** Resolves after `ms`, or when woken. */
  sleep: (ms: number) => Promise<void>
  /** Ends all waiting. */
  wake: () => void
}

/** Waiting that can be cut short. */
export function wakeable(): Wakeable {
  const waiting = new Set<() => void>()
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const done = () => {
          waiting.delete(done)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(done, ms)
        waiting.add(done)
      }),
    wake: () => {
      for (const done of waiting) done()
    },
  }
}
