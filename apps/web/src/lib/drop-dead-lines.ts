import { isInView } from './returns.ts'
import { sleep } from './sleep.ts'

/** So many connections a browser keeps to one server. */
const KEPT_OPEN = 6
const ANSWER_WITHIN_MS = 400
/** The browser says that it is online before its calls come through. */
const TRIES = 5
const AGAIN_AFTER_MS = 150

/**
 * Makes the browser let go of connections that died while the machine slept. It would send the next calls over them, one
 * after the other, and wait long for each; a call that is given up takes its connection along.
 */
export function dropDeadLines(): void {
  for (let n = 0; n < KEPT_OPEN; n++) void tryLine(n)
}

async function tryLine(n: number): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetch(`/healthz?line=${n}`, { cache: 'no-store', signal }).catch(() => null)
    // Answered, or given up, with its line.
    if (answer || signal.aborted) return
    await sleep(AGAIN_AFTER_MS)
  }
}

/**
 * Lets go of them as soon as the browser is back on a network, or the page thawed. To be called before anything else listens for
 * that: whatever was asked over a dead connection first would hold it for as long as it waits. Pages out of view leave it to
 * the one that is in view.
 */
export function dropDeadLinesOnReturn(): void {
  const drop = () => {
    if (isInView()) dropDeadLines()
  }
  addEventListener('online', drop)
  document.addEventListener('resume', drop)
}
