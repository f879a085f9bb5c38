const HIDDEN_TAB_MS = 100

/** A function that runs `job` once on the next frame however often it is called; hidden tabs have no frames. */
export function onNextFrame(job: () => void): () => void {
  let planned = false
  return () => {
    if (planned) return
    planned = true
    const run = () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      planned = false
      job()
    }
    const frame = requestAnimationFrame(run)
    const timer = setTimeout(run, HIDDEN_TAB_MS)
  }
}
