import remend from 'remend'

// A formula left open is told by the parser, which knows a price from one.
const OPTIONS = { katex: false, inlineKatex: false }
// What may be half of a mark: it waits for the other half.
const HALF_MARK = /(?:\\[([]?|\$\$?)$/
const FENCE = /^ {0,3}(?:`{3}|~{3})/

/** Closes half-open markup at the end of a growing text, for the eye. */
export function heal(text: string): string {
  return FENCE.test(text) ? text : remend(text.replace(HALF_MARK, ''), OPTIONS)
}
