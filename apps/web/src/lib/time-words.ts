const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** How long ago, or in how long, a time is: `3 hours ago`, `in 10 minutes`, `just now`. */
export function timeWords(iso: string, now: number = Date.now()): string {
  const ms = new Date(iso).getTime() - now
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
  const [unit, size] = UNITS.find(([, length]) => Math.abs(ms) >= length) ?? []
  if (!unit || !size) return ms > 0 ? 'in less than a minute' : 'just now'
  return words.format(Math.round(ms / size), unit)
}

/** A moment by the clock, `14:03:22`; with its day when that is not today. Takes milliseconds as `Date.now` gives them. */
export function clockWords(at: number, now: number = Date.now()): string {
  const moment = new Date(at)
  const time = moment.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const isToday = moment.toDateString() === new Date(now).toDateString()
  return isToday ? time : `${moment.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${time}`
}
