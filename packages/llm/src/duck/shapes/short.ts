import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** For a text that says next to nothing: what was before it helps. Never null. */
export const shortShape: Shape = ({ text, earlier, pick }) => {
  const said = quote(text, 60)
  const before = earlier.findLast((reading) => reading.keywords.length > 0)?.keywords[0]
  if (before)
    return pick(
      [
        `“${said}”: is that about **${quote(before, 40)}**, or is it something new?`,
        `And why “${said}”? You were speaking of **${quote(before, 40)}**; what speaks for it, what against?`,
        `“${said}”, noted. What follows from it for **${quote(before, 40)}**?`,
      ],
      'short',
    )
  return pick(
    [
      `“${said}”. Go on: what were you doing when that came to your mind?`,
      `You said “${said}”. Give me a whole sentence: who does what, and what goes wrong?`,
      `“${said}”? A duck needs a little more. What are you trying to do?`,
    ],
    'short',
  )
}
