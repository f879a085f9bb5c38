import { inWords, quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

const LONG_WORDS = 90

/** Gives a long text back in short and asks for its heart. */
export const longShape: Shape = ({ now, pick }) => {
  if (now.wordCount < LONG_WORDS || now.sentences.length < 3) return null
  const first = quote(now.sentences[0] ?? '', 140)
  const last = quote(now.sentences.at(-1) ?? '', 140)
  const words = inWords(now.keywords.slice(0, 4).map((word) => `**${quote(word, 40)}**`))
  return pick(
    [
      `That is ${now.wordCount} words in ${now.sentences.length} sentences. It begins with\n\n> ${first}\n\nand it ends with\n\n> ${last}\n\nIs the last sentence the answer to the first? If not, where in between did you turn?`,
      `I read it all: ${now.wordCount} words, mostly about ${words}. If you had one sentence to say it in, would it be “${last}”, or one you have not written yet?`,
      `Much in one breath. I keep hearing ${words}.\n\n1. Which of these is the real subject?\n2. Which could you leave out without losing anything?\n3. What is missing from the list?`,
    ],
    'long',
  )
}
