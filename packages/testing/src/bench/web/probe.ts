/// <reference lib="dom" />

/** Where `probePage` keeps what it notes. */
export const PROBE = '__duckBench'

/** What a page noted since it was last asked; times in ms, since the navigation where they are moments. */
export interface Noted {
  /** Of each key: when it was handled, how long from its press to the frame after that, and when that frame was done. */
  keys: { handledAt: number; paintMs: number; paintedAt: number }[]
  /** Tasks of more than 50 ms. */
  longTasks: { at: number; ms: number }[]
  /** Sum of the layout shifts that nobody's input caused. */
  shift: number
}

/** Runs in the page before any of its scripts, so it stands alone. */
export function probePage(name: string): void {
  const noted: Noted = { keys: [], longTasks: [], shift: 0 }
  Object.defineProperty(globalThis, name, { value: noted })
  // A task that a frame's callback posts runs when the frame has been painted.
  const afterPaint = (act: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = act
      port2.postMessage(null)
    })
  const onKey = ({ timeStamp }: KeyboardEvent) => {
    const handledAt = performance.now()
    afterPaint(() => {
      const paintedAt = performance.now()
      noted.keys.push({ handledAt, paintMs: paintedAt - timeStamp, paintedAt })
    })
  }
  addEventListener('keydown', onKey, { capture: true })
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  observe('longtask', ({ startTime, duration }) => noted.longTasks.push({ at: startTime, ms: duration }))
  observe('layout-shift', (entry) => {
    if (Reflect.get(entry, 'hadRecentInput') !== true) noted.shift += Number(Reflect.get(entry, 'value'))
  })
}

/** Runs in the page: what was noted, which it forgets. */
export function takeNoted(name: string): Noted {
  const noted: Noted = Reflect.get(globalThis, name)
  const taken = { ...noted, keys: [...noted.keys], longTasks: [...noted.longTasks] }
  noted.keys.length = 0
  noted.longTasks.length = 0
  noted.shift = 0
  return taken
}

/** Tasks of more than 50 ms in which a key was handled: the person who typed it felt them. */
export function tasksFromTyping({ keys, longTasks }: Noted): number {
  return longTasks.filter(({ at, ms }) =>
    keys.some(({ handledAt }) => handledAt >= at && handledAt <= at + ms),
  ).length
}
