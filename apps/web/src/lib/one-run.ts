/** A function that runs `job`, or joins the run that is under way. */
export function oneRun<Result>(job: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | null = null
  return () => {
    running ??= job().finally(() => {
      running = null
    })
    return running
  }
}
