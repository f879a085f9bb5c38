import { keywordsOf, wordsOf } from '../keywords.ts'
import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Turns a question round, with what it is about. */
export const questionShape: Shape = ({ now, pick }) => {
  const asked = now.questions.at(-1)
  if (asked === undefined) return null
  const [subject = 'it', second = 'the rest'] = [
    ...new Set([...keywordsOf(wordsOf(asked)), ...now.keywords]),
  ].map((word) => quote(word, 40))
  const more =
    now.questions.length > 1 ? ` (You asked ${now.questions.length} things; this one stayed with me.)` : ''
  return pick(
    [
      `> ${quote(asked, 200)}\n\nA good question to ask a duck.${more} What do you already know about **${subject}**, and what is your best guess?`,
      `You ask: “${quote(asked, 160)}”${more}\n\nSuppose somebody gave you the perfect answer. How would you recognise it? What would you do with **${subject}** the minute after?`,
      `> ${quote(asked, 200)}\n\nLet me ask it back in pieces:${more}\n\n1. What exactly do you mean by **${subject}**?\n2. What has **${second}** to do with it?\n3. Whom would you ask if there were no ducks?`,
      `Say “${quote(asked, 160)}” once more, but without the word **${subject}**. What is left of the question?${more}`,
    ],
    'question',
  )
}
