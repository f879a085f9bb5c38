/**
 * Runs `job` at most once at a time per key. Calls made while it runs are answered by one more run after it, so
 * a burst of hints neither starves a fetch nor is forgotten.
 */
export function oneAtATime(job: (key: string) => Promise<void>): (key: string) => void {
  const again = new Map<string, boolean>()
  const work = async (key: string) => {
    do {
      again.set(key, false)
      await job(key).catch(() => undefined)
    } while (again.get(key))
    again.delete(key)
  }
  return (key) => {
    if (again.has(key)) again.set(key, true)
    else void work(key)
  }
}
