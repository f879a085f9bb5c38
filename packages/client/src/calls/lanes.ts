/** Runs a job of a lane after those that were given to it before. */
export type Lanes = <Value>(lane: string, job: () => Promise<Value>) => Promise<Value>

/** Jobs of one lane run one after another, in the order given, also after one that failed; lanes do not wait for each other. */
export function createLanes(): Lanes {
  const lasts = new Map<string, Promise<unknown>>()
  return (lane, job) => {
    const before = lasts.get(lane) ?? Promise.resolve()
    const mine = before.then(job)
    const settled: Promise<void> = mine
      .then(nothing, nothing)
      .then(() => void (lasts.get(lane) === settled && lasts.delete(lane)))
    lasts.set(lane, settled)
    return mine
  }
}

function nothing(): void {}
