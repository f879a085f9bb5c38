import { lastUserText, type Reply, type Script } from './script.ts'

/** When the last user text holds (or matches) `when`, the answer is `script`. */
export interface Rule {
  when: string | RegExp
  script: Script
}

/** The text in pieces of one word with the white space before it; joined they are the text. */
export function wordPieces(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? []
}

/** Answers by the first rule that fits the last user text, else by `otherwise`. */
export function replyByText(rules: readonly Rule[], otherwise: Reply = defaultReply): Reply {
  return (request) => {
    const text = lastUserText(request)
    return rules.find((rule) => fits(rule.when, text))?.script ?? otherwise(request)
  }
}

/** A short markdown answer made from the last user text alone: the same text, the same answer. */
export const defaultReply: Reply = (request) => {
  const text = lastUserText(request)
  return { deltas: madeUpAnswer(text) }
}

export function madeUpAnswer(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  const longest = words.toSorted((one, other) => other.length - one.length).slice(0, 3)
  const about = longest.length > 0 ? longest.join(', ') : 'nothing in words'
  return [
    `You wrote ${words.length} words, mostly about ${about}.`,
    ...longest.map((word, place) => `${place + 1}. **${word}** has ${word.length} letters.`),
    'Is there more you want to know?',
  ].join('\n')
}

function fits(when: string | RegExp, text: string): boolean {
  return typeof when === 'string' ? text.includes(when) : when.test(text)
}
