/** Keeps what must not be disturbed apart from what takes a processor's time. */
export interface Calm {
  /** Runs with others of its kind, while nothing runs alone. */
  together: <Value>(act: () => Promise<Value>) => Promise<Value>
  /** Runs while nothing else does. */
  alone: <Value>(act: () => Promise<Value>) => Promise<Value>
}

interface Waiting {
  isAlone: boolean
  begin: () => void
}

/** Who asks first begins first, so that neither kind waits for ever. */
export function createCalm(): Calm {
  const waiting: Waiting[] = []
  let together = 0
  let alone = false
  const beginAll = () => {
    for (let next = waiting[0]; next && !alone && !(next.isAlone && together > 0); next = waiting[0]) {
      waiting.shift()
      if (next.isAlone) alone = true
      else together += 1
      next.begin()
    }
  }
  const run = async <Value>(isAlone: boolean, act: () => Promise<Value>) => {
    await new Promise<void>((begin) => {
      waiting.push({ isAlone, begin })
      beginAll()
    })
    try {
      return await act()
    } finally {
      if (isAlone) alone = false
      else together -= 1
      beginAll()
    }
  }
  return { together: (act) => run(false, act), alone: (act) => run(true, act) }
}
