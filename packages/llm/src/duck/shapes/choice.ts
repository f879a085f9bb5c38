import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Weighs two things against each other with the user's own words. */
export const choiceShape: Shape = ({ now, pick }) => {
  if (!now.choice) return null
  const [one, other] = now.choice.map((side) => `**${quote(side, 40)}**`)
  return pick(
    [
      `${one} or ${other}? Imagine it is a year from now and you chose ${one}. What do you regret? Now the same with ${other}.`,
      `You set ${one} against ${other}.\n\n- What does ${one} give you that ${other} never will?\n- What would ${other} cost you on a bad day?\n- Which of them could you still undo?`,
      `Throw a coin: heads is ${one}, tails is ${other}. While it is in the air, which one do you hope for, and why have you not said so?`,
    ],
    'choice',
  )
}
