import { median } from './median.ts'

/** How hard a contender is to be driven, and for how long. */
export interface Load {
  /** Callers, or rows under way: each waits for its append before it appends again. */
  inFlight: number
  /** Milliseconds; what is under way then is waited for. */
  ms: number
}

export interface Work {
  appends: number
  /** Milliseconds that passed, the last appends included. */
  ms: number
  /** What a caller waited for one call, in milliseconds. */
  medianMs: number
}

/** `callers` at once repeat the call, each at least once; a call gives how many messages it appended. */
export async function closedLoop(
  { callers, ms }: { callers: number; ms: number },
  call: () => Promise<number>,
): Promise<Work> {
  const waits: number[] = []
  const began = performance.now()
  const end = began + ms
  let appends = 0
  const caller = async () => {
    let since = performance.now()
    do {
      const appended = await call()
      appends += appended
      const now = performance.now()
      waits.push(now - since)
      since = now
    } while (since < end)
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return { appends, ms: performance.now() - began, medianMs: median(waits) }
}
