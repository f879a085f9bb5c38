/** What a verb has of the world around it. */
export interface Context {
  /** The environment. */
  variables: Readonly<Record<string, string | undefined>>
  /** Aborted when the command is to end early. */
  signal: AbortSignal
  /** One line of what was asked for. */
  print: (line: string) => void
  /** One line about it, apart from what a script would read. */
  note: (line: string) => void
  /** Shows a line that the next one takes the place of, '' for none; null where there is no terminal. */
  draw: ((line: string) => void) | null
  /** Asks the person at the terminal for a line; null where there is none. */
  ask: ((question: string) => Promise<string>) | null
}
