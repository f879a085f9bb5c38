const NO_TIME = new Date(0).toISOString()

/** ISO 8601 in UTC; the epoch for a time that JavaScript does not have, such as Postgres' `infinity`. */
export function isoTime(time: Date): string {
  return Number.isNaN(time.getTime()) ? NO_TIME : time.toISOString()
}
