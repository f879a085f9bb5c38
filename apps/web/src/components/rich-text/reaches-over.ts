// Definitions and footnotes speak of the whole text, these HTML blocks run on over blank lines.
const WHOLE_ONLY = /^ {0,3}(?:\[[^\]\n]+\]:|<(?:!|\?|script|pre|style|textarea))/im

/** Whether a part of the text says what another is: it is parsed as a whole. */
export function reachesOver(text: string): boolean {
  return WHOLE_ONLY.test(text)
}
