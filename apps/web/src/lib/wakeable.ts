export interface Wakeable {
  /** Resolves after `ms`, or when woken. */
  sleep: (ms: number) => Promise<void>
  /** Resolves when `work` is done, however it ends, or when woken. */
  unlessWoken: (work: Promise<unknown>) => Promise<void>
  /** Ends all waiting. */
  wake: () => void
}

/** Waiting that can be cut short. */
export function wakeable(): Wakeable {
  const waiting = new Set<() => void>()
  const wait = (begin: (done: () => void) => void) =>
    new Promise<void>((resolve) => {
      const done = () => {
        waiting.delete(done)
        resolve()
      }
      waiting.add(done)
      begin(done)
    })
  return {
    sleep: (ms) =>
      wait((done) => {
        setTimeout(done, ms)
      }),
    unlessWoken: (work) =>
      wait(async (done) => {
        await work.catch(() => undefined)
        done()
      }),
    wake: () => {
      for (const done of waiting) done()
    },
  }
}
