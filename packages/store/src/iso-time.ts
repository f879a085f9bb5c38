const NO_TIME = new Date(0).toISOString()

/**
 * ISO 8601 in UTC; the epoch for a time that JavaScript does not have, such as Postgres' `infinity`, and for none: an old app's
 * table may hold sessions without times.
 */
export function isoTime(time: Date | null): string {
  return time === null || Number.isNaN(time.getTime()) ? NO_TIME : time.toISOString()
}
