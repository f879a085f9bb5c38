import { dayOf } from './day-of.ts'

const DAY_MS = 86_400_000

/** A day as a person says it: `Today`, `Yesterday`, `Monday 3 March`, and the year where it is another one. */
export function dayWords(day: Date, now: Date = new Date()): string {
  if (dayOf(day) === dayOf(now)) return 'Today'
  // At noon, so that a day of 23 or 25 hours is one day, too.
  const noon = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 12)
  if (dayOf(day) === dayOf(new Date(noon.getTime() - DAY_MS))) return 'Yesterday'
  const year = day.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return day.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year })
}
