/** Does a job every `ms` after it was done last, until it is stopped; one that fails is done again. */
export function every(ms: number, job: () => Promise<void>): () => void {
  let stopped = false
  let timer: ReturnType<typeof setTimeout>
  const plan = () => {
    timer = setTimeout(() => {
      void job()
        .catch(() => undefined)
        .then(() => stopped || plan())
    }, ms)
  }
  plan()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
