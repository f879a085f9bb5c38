/** What is said of a promise when it is broken; nothing when it is kept. */
export function broken(is: boolean, what: string): string[] {
  return is ? [what] : []
}
