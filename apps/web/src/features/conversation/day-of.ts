/** The day that a time is on where the reader is, as `2026-11-26`; times of one day give the same. */
export function dayOf(time: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}
